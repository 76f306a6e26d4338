import type { SendResult } from '../../src/channels/send-outcome.ts'
import { type Clock, systemClock } from '../../src/platform/clock.ts'
import { vietnamAheadMs } from './vietnam-time.ts'

/** What the channel mends itself before anybody hears of it: a dead token, an expired upload, a kind of message refused. */
export type Mendable = { readonly kind: 'token' | 'asset-expired' | 'degrade' }
export type CodeMeaning = SendResult | Mendable

type Cause = { readonly code: string; readonly detail: string }
type Answer = (cause: Cause, clocks: Clocks) => CodeMeaning

/** Nights and days are those of the house; a limit is of this very minute. */
type Clocks = { readonly house: Clock; readonly real: Clock }

const content: Answer = (cause) => ({ kind: 'rejected', ...cause })
const account: Answer = (cause) => ({ kind: 'misconfigured', ...cause })
const again: Answer = ({ code }) => ({ kind: 'not-written', code })
const window: Answer = ({ code }) => ({ kind: 'window-closed', code })
const gone: Answer = ({ code }) => ({ kind: 'recipient-gone', code, state: 'gone' })
const blocked: Answer = ({ code }) => ({ kind: 'recipient-gone', code, state: 'blocked' })
const slower: Answer = (_cause, { real }) => ({ kind: 'throttled', retryAfterMs: untilNextMinuteMs(real) })
const afterNight: Answer = ({ code }, { house }) => laterAt(code, house, morningHour)
const nextDay: Answer = ({ code }, { house }) => laterAt(code, house, 0)
const token: Answer = () => ({ kind: 'token' })

const codes = (answer: Answer, ...numbers: readonly number[]) => numbers.map((code) => [code, answer] as const)

/** openapi.zalo.me: https://docs.zaloplatforms.com/docs/OA, October 2026 */
const oaCodes = new Map<number, Answer>([
  ...codes(slower, -32),
  ...codes(() => ({ kind: 'asset-expired' }), -100),
  ...codes(again, -200, -214),
  ...codes(content, -201, -210, -240, -248, -249),
  ...codes(account, -204, -205, -209, -211, -212, -219, -221, -223, -224, -235, -238, -241, -242, -320, -321),
  ...codes(gone, -213, -227, -237, -403),
  ...codes(token, -216, -220, -401),
  ...codes(blocked, -217, -244),
  // Out of quota for this one person: another kind or surface may still go.
  ...codes(window, -218, -230, -232),
  ...codes(afterNight, -234),
  ...codes(() => ({ kind: 'degrade' }), -233),
])

/**
 * business.openapi.zalo.me, another namespace: -100 and -118 mean other things here. https://docs.zaloplatforms.com/docs/ZBS, October
 * 2026
 */
const zbsCodes = new Map<number, Answer>([
  ...codes(slower, -32),
  ...codes(again, -100),
  ...codes(account, -101, -102, -103, -104, -105, -106, -107, -115, -117, -131, -1241, -125, -135, -126, -127),
  ...codes(account, -136, -137, -146),
  ...codes(content, -109, -111, -112, -1121, -1122, -1124, -158, -159),
  // -108 is one person's number: it is nobody else's message.
  ...codes(gone, -108, -114, -118, -119),
  ...codes(token, -124),
  ...codes(afterNight, -133),
  ...codes(nextDay, -144, -147, -1441, -1471, -1472),
  ...codes(blocked, -139, -140, -141, -1351),
])

export const namespaces = { oa: oaCodes, zbs: zbsCodes } as const
export type Namespace = keyof typeof namespaces

/** What an `error` other than 0 means. A code nobody knows is at the content's charge, never a success. */
export function meaningOf(
  namespace: Namespace,
  code: number,
  detail: string,
  house: Clock,
  real = systemClock,
): CodeMeaning {
  const answer = namespaces[namespace].get(code) ?? content
  return answer({ code: String(code), detail }, { house, real })
}

/** What a refusal means that came as an HTTP status without a code of the API. */
export function meaningOfStatus(status: number): CodeMeaning {
  if (status === 401) return { kind: 'token' }
  if (status === 429) return { kind: 'throttled', retryAfterMs: 2 * minuteMs }
  return { kind: 'misconfigured', code: `http-${status}`, detail: '' }
}

const minuteMs = 60_000

/**
 * Zalo counts by the minute (https://docs.zaloplatforms.com/docs/OA, October 2026); the jitter keeps several processes from starting
 * again in the same instant.
 */
const untilNextMinuteMs = (clock: Clock): number =>
  minuteMs - (clock.now().getTime() % minuteMs) + Math.ceil(Math.random() * 2000)

/** Zalo's night ends at six. https://docs.zaloplatforms.com/docs/ZBS, October 2026 */
const morningHour = 6

const dayMs = 86_400_000

/** The next time that it is this hour in Vietnam; up to ten minutes later, so that not all come in one instant. */
function laterAt(code: string, clock: Clock, hour: number): CodeMeaning {
  const there = (clock.now().getTime() + vietnamAheadMs) % dayMs
  const restMs = (hour * 3_600_000 - there + dayMs) % dayMs || dayMs
  return { kind: 'not-written', code, retryAfterMs: restMs + Math.ceil(Math.random() * 600_000) }
}

/** The platform's words for staff, without anything that could name a person or open a door. */
export const redacted = (message: string): string => message.replace(/[\w.-]{20,}|\d{8,}/g, '…').slice(0, 200)
