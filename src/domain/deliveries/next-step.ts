import type { SendResult } from '../../channels/send-outcome.ts'
import type { DeliveryReason } from './delivery.ts'

/** What the decision depends on besides the outcome. */
export type SendFacts = {
  /** Counts from 1: the attempt this outcome belongs to. */
  readonly attempt: number
  /** Whether the full content was tried; a notice that the platform refuses has nothing smaller to fall back on. */
  readonly fullContent: boolean
  /** Whether parts of it have arrived already, so that a notice of it would come twice. */
  readonly partlySent: boolean
  /** A second copy does no harm: reminders. */
  readonly repeatable: boolean
  /** Between 0 and 1, spreads retries out. */
  readonly chance: number
}

export type NextStep =
  | { readonly kind: 'settle-sent' }
  /** The account rests, then the same attempt runs again. */
  | { readonly kind: 'pause'; readonly forMs: number }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: DeliveryReason; readonly detail: string }
  | { readonly kind: 'fail'; readonly reason: DeliveryReason; readonly detail: string }
  /** This chat is no way any more: on to the reporter's next surface, or failed with this reason when there is none. */
  | {
      readonly kind: 'hand-over'
      readonly reason: DeliveryReason
      readonly detail: string
      readonly contactState?: 'blocked' | 'gone'
    }
  | { readonly kind: 'send-notice'; readonly detail: string }
  | { readonly kind: 'stop-broadcast'; readonly detail: string }
  | { readonly kind: 'stop-account'; readonly detail: string }
  | { readonly kind: 'leave-unknown'; readonly detail: string }

export const maxAttempts = 6

/** The one decision about what follows from what a platform answered. */
export function nextStep(outcome: SendResult, facts: SendFacts): NextStep {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'settle-sent' }
    case 'throttled':
      return { kind: 'pause', forMs: outcome.retryAfterMs }
    case 'not-written':
      return retryOrFail('not-written', outcome.code, facts, outcome.retryAfterMs)
    case 'recipient-gone':
      return { kind: 'hand-over', reason: outcome.state, detail: outcome.code, contactState: outcome.state }
    case 'window-closed':
      return facts.fullContent && !facts.partlySent
        ? { kind: 'send-notice', detail: outcome.code }
        : { kind: 'hand-over', reason: 'window-closed', detail: outcome.code }
    case 'rejected':
      return { kind: 'stop-broadcast', detail: `${outcome.code}: ${outcome.detail}` }
    case 'misconfigured':
      return { kind: 'stop-account', detail: `${outcome.code}: ${outcome.detail}` }
    case 'unknown':
      return facts.repeatable && facts.attempt === 1
        ? { kind: 'retry', afterMs: backoffMs(1, facts.chance), reason: 'sent-again', detail: outcome.code }
        : { kind: 'leave-unknown', detail: outcome.code }
    default:
      return outcome satisfies never
  }
}

/** Our own mistake before anything was written: as harmless as a refused connection, and as bounded. */
export const afterOwnMistake = (facts: Pick<SendFacts, 'attempt' | 'chance'>): NextStep =>
  retryOrFail('internal-error', 'internal-error', facts)

function retryOrFail(
  reason: DeliveryReason,
  detail: string,
  { attempt, chance }: Pick<SendFacts, 'attempt' | 'chance'>,
  atLeastMs = 0,
): NextStep {
  if (attempt >= maxAttempts) return { kind: 'fail', reason, detail }
  return { kind: 'retry', afterMs: Math.max(atLeastMs, backoffMs(attempt, chance)), reason, detail }
}

/** 2 s, 4 s, 8 s, … at most 5 min, of which the second half is left to chance. */
export function backoffMs(attempt: number, chance: number): number {
  const full = Math.min(300_000, 2_000 * 2 ** (attempt - 1))
  return Math.round(full / 2 + (full / 2) * chance)
}
