import { type Html, html } from './html.ts'

/** What a state means for whoever reads it, never a colour by itself: the word always stands in the chip. */
export type Tone = 'calm' | 'waiting' | 'good' | 'warn' | 'bad' | 'mute'

export const chip = (label: string, tone: Tone = 'calm'): Html => html`<span class="chip ${tone}">${label}</span>`
