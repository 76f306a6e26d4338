import type { DeliveryState } from '../src/domain/deliveries/delivery.ts'

/** What a row of the ledger in this state cannot be without; the database refuses any other. */
export function ledgerRow<State extends DeliveryState>(state: State, at: Date) {
  const settled = state === 'sent' || state === 'failed' || state === 'skipped' || state === 'unknown'
  return {
    state,
    reason: settled && state !== 'sent' ? (reasons[state] ?? null) : null,
    messageIds: state === 'sent' ? ['1'] : [],
    settledAt: settled ? at : null,
    ...(state === 'sending' && { sendingAt: at, attempt: 1 }),
  }
}

const reasons: Readonly<Record<string, string>> = { failed: 'not-written', skipped: 'no-address', unknown: 'no-answer' }
