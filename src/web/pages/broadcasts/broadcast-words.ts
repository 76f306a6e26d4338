import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import type { DeliveryState } from '../../../domain/deliveries/delivery.ts'
import { chip, type Tone } from '../../ui/chips.ts'
import type { Html } from '../../ui/html.ts'
import type { View } from '../../view.ts'

const surfaces = ['telegram', 'zalo', 'email', 'page']

/** Where it goes, in words; a channel that we have no word for is another one. */
export const surfaceOf = ({ say }: View, surface: string | null): string =>
  surface === null ? '–' : say(`deliveries-surface-${surfaces.includes(surface) ? surface : 'other'}`)

/** A notice by mail is no template: it is a mail with the link. */
export function kindOfMessage({ say }: View, kind: string | null, surface: string | null): string {
  if (kind === null) return '–'
  return say(`deliveries-kind-${kind}${kind === 'notice' && surface === 'email' ? '-email' : ''}`)
}

/** An amount in đồng, grouped as the office writes it. */
export const dong = ({ say }: View, amount: number): string =>
  say('pages-broadcasts-dong', { amount: String(amount).replace(/\B(?=(\d{3})+$)/g, '.') })

/** A count as the reader's language groups its digits, the same as in a sentence. */
export const grouped = ({ locale }: View, count: number): string => formats[locale].format(count)

const formats = { vi: new Intl.NumberFormat('vi'), en: new Intl.NumberFormat('en') } as const

export function duration({ say }: View, ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 90) return say('pages-broadcasts-seconds', { count: Math.max(1, seconds) })
  return seconds < 7_200
    ? say('pages-broadcasts-minutes', { count: Math.ceil(seconds / 60) })
    : say('pages-broadcasts-hours', { count: Math.round(seconds / 3_600) })
}

const stateTones = {
  planned: 'mute',
  queued: 'mute',
  sending: 'waiting',
  sent: 'good',
  failed: 'bad',
  skipped: 'calm',
  unknown: 'warn',
} as const satisfies Record<DeliveryState, Tone>

export const deliveryChip = ({ say }: View, state: DeliveryState): Html =>
  chip(say(`deliveries-state-${state}`), stateTones[state])

const broadcastTones = {
  held: 'calm',
  sending: 'waiting',
  stopped: 'bad',
  finished: 'good',
  cancelled: 'mute',
} as const

export const broadcastChip = ({ say }: View, { state }: Pick<Broadcast, 'state'>): Html =>
  chip(say(`broadcasts-state-${state}`), broadcastTones[state])

/** What kind of sending it is. */
export function broadcastTitle(view: View, { kind, reminderKind }: Pick<Broadcast, 'kind' | 'reminderKind'>): string {
  if (kind === 'reminder') return view.say(`pages-broadcasts-reminder-${reminderKind}`)
  return view.say(kind === 'recall' ? 'pages-broadcasts-recall' : 'pages-broadcasts-title')
}
