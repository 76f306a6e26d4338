import type { ContactFacts, Reach } from '../../src/channels/channel.ts'
import type { OutgoingNotice } from '../../src/channels/outgoing-message.ts'
import type { ZaloSettings } from './config.ts'

/** An address that stands for the phone number of somebody who opted in by it. */
export const isPhoneAddress = (address: string): boolean => address.startsWith('phone:')

/** https://docs.zaloplatforms.com/docs/OA, October 2026: from the third day on a message costs this much, unless a package pays. */
export const lateReplyCostVnd = 55

const hourMs = 3_600_000
/** A message that starts at the edge of a window must still be inside when it arrives. */
const edgeMs = 60_000
/** https://docs.zaloplatforms.com/docs/OA, October 2026: free for 48 hours after the last interaction, charged up to 7 days. */
const freeHours = 48
const chargedHours = 168

/** `sentSince` is how many messages went to this person since they last wrote, for accounts with a cap. */
export function reachOf(contact: ContactFacts, settings: ZaloSettings, sentSince: number): Reach {
  const { address, lastInteractionAt, now, about } = contact
  if (isPhoneAddress(address)) return noticeReach(settings, 'phone', about)
  if (lastInteractionAt === null) return { kind: 'introduction', costVnd: 0 }
  const sinceMs = now.getTime() - lastInteractionAt.getTime()
  const doubtful = isNear(sinceMs, settings) ? ({ doubtful: true } as const) : {}
  const within = (hours: number) => sinceMs <= hours * hourMs - edgeMs
  const capped = settings.replyCap !== null && sentSince >= settings.replyCap
  if (within(freeHours)) return { kind: 'message', costVnd: capped ? lateReplyCostVnd : 0, ...doubtful }
  if (within(chargedHours)) return { kind: 'message', costVnd: lateReplyCostVnd, ...doubtful }
  return { ...noticeReach(settings, 'user', about), ...doubtful }
}

const isNear = (sinceMs: number, { doubtfulWithinHours }: ZaloSettings): boolean =>
  [freeHours, chargedHours].some((hours) => Math.abs(sinceMs - hours * hourMs) <= doubtfulWithinHours * hourMs)

type Way = 'user' | 'phone'

/** What one message by this template costs; undefined where it cannot go that way. */
export function templateCostVnd(settings: ZaloSettings, templateId: string, way: Way): number | undefined {
  const price = settings.templatePrices[templateId]
  return way === 'phone' ? price?.priceByPhoneVnd : (price?.priceVnd ?? settings.templateCostVnd)
}

/** One template missing would leave its notices with nothing that Zalo carries outside the window. */
const noticesAbout = ['bulletin', 'announcement', 'invitation', 'reminder'] as const

/** The dearest price where nobody says what it will be about. */
function noticeReach(settings: ZaloSettings, way: Way, about: OutgoingNotice['about'] | undefined): Reach {
  const abouts = about === undefined || about === 'introduction' ? noticesAbout : [about]
  const ids = abouts.map((each) => settings.templates[each])
  if (ids.some((id) => !id)) return { kind: 'closed', reason: 'no-template' }
  const costs = ids.map((id) => templateCostVnd(settings, id ?? '', way))
  if (costs.some((cost) => cost === undefined)) return { kind: 'closed', reason: 'no-template-by-phone' }
  return { kind: 'notice', costVnd: Math.max(...costs.map((cost) => cost ?? 0)) }
}
