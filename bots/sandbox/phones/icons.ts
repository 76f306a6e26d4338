import { drawn, type Markup } from './markup.ts'

const icon = (shapes: string, box = '0 0 24 24'): Markup =>
  drawn(`<svg class="icon" viewBox="${box}" aria-hidden="true" focusable="false">${shapes}</svg>`)
const line = (paths: string): Markup =>
  icon(
    `<g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${paths}</g>`,
  )

/** Drawn for this page; none is a mark of anybody. */
export const icons = {
  back: line('<path d="M15 5l-7 7 7 7"/>'),
  dots: icon(
    '<g fill="currentColor"><circle cx="12" cy="5" r="2"/><circle cx="12" cy="12" r="2"/><circle cx="12" cy="19" r="2"/></g>',
  ),
  clip: line(
    '<path d="M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6"/>',
  ),
  send: icon('<path fill="currentColor" d="M3.2 20.3 21.4 12 3.2 3.7 3 10.1 14.5 12 3 13.9z"/>'),
  smile: line(
    '<circle cx="12" cy="12" r="9"/><path d="M8.5 14.5c1.8 2.4 5.2 2.4 7 0"/><path d="M9 9.5v.1M15 9.5v.1"/>',
  ),
  menu: line('<path d="M5 8h14M5 12h14M5 16h14"/>'),
  outward: line('<path d="M8 16 16 8M9.5 8H16v6.5"/>'),
  chevron: line('<path d="M9 6l6 6-6 6"/>'),
  down: line('<path d="M12 5v12M7 12.5l5 5 5-5"/>'),
  page: icon(
    '<path fill="currentColor" d="M7 3h7l5 5v11.5a1.5 1.5 0 0 1-1.5 1.5h-10.5a1.5 1.5 0 0 1-1.5-1.5v-15a1.5 1.5 0 0 1 1.5-1.5z" opacity=".92"/><path fill="#0000" stroke="var(--on-icon,#fff0)" d="M14 3v5h5"/>',
  ),
  ticks: line('<path d="M2 12.5l4 4L14.5 8M10.5 15.5l1 1L20 8"/>'),
  check: icon(
    '<path fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round" d="M7 12.5l3.4 3.4L17 9"/>',
  ),
} as const

const thumb = `<svg viewBox="0 0 120 120" aria-hidden="true" focusable="false"><path fill="#ffca3a" stroke="#b9770e" stroke-width="4" stroke-linejoin="round"
  d="M44 56 60 16c10-2 17 6 15 16l-3 16h26c8 0 12 6 10 13l-10 36c-2 6-6 9-12 9H54l-10-6z"/><rect x="14" y="52" width="28" height="52" rx="7" fill="#3390ec" stroke="#1c5fa8" stroke-width="4"/></svg>`
const heart = `<svg viewBox="0 0 120 120" aria-hidden="true" focusable="false"><path fill="#f0445a" stroke="#a61d31" stroke-width="4" stroke-linejoin="round"
  d="M60 104C18 76 8 54 16 36c8-18 32-18 44 2 12-20 36-20 44-2 8 18-2 40-44 68z"/><path fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".75" d="M27 50c0-10 5-16 13-17"/></svg>`
const smile = `<svg viewBox="0 0 120 120" aria-hidden="true" focusable="false"><circle cx="60" cy="60" r="48" fill="#ffd54a" stroke="#b9770e" stroke-width="4"/><g fill="none" stroke="#5d3a00"
  stroke-width="6" stroke-linecap="round"><path d="M36 50c3-6 11-6 14 0M70 50c3-6 11-6 14 0M36 70c10 18 38 18 48 0"/></g></svg>`

/** The stickers a person may send, by the emoji they stand for. */
export const stickers: ReadonlyMap<string, Markup> = new Map([
  ['👍', drawn(thumb)],
  ['❤️', drawn(heart)],
  ['😊', drawn(smile)],
])
