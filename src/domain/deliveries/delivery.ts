/** The states of the ledger, in the order a delivery goes through them; every reporter of an audience is in exactly one. */
export const deliveryStates = ['planned', 'queued', 'sending', 'sent', 'failed', 'skipped', 'unknown'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** How it goes on its surface; `introduction` and `notice` are only the invitation to open the rest. */
export type MessageKind = 'message' | 'charged-message' | 'introduction' | 'notice' | 'page'

/** Why a delivery was skipped, failed, waits or is unknown; each has a sentence `deliveries-reason-<reason>`. */
export const deliveryReasons = [
  'stopped',
  'left',
  'no-address',
  'no-consent',
  'blocked',
  'gone',
  'unbound',
  'account-off',
  'window-closed',
  'not-needed',
  'cancelled',
  'not-written',
  'rejected',
  'misconfigured',
  'no-answer',
  'crashed',
  'internal-error',
  'sent-again',
] as const
export type DeliveryReason = (typeof deliveryReasons)[number]

/** How many deliveries are in each state. Their sum is the audience, always. */
export type Ledger = Readonly<Record<DeliveryState, number>> & { readonly audience: number }

/** The ledger of counted states, each counted in one piece or several; what was not counted is zero. */
export function ledgerFrom(counts: readonly { readonly state: DeliveryState; readonly count: number }[]): Ledger {
  const of = (state: DeliveryState) => counts.reduce((sum, row) => (row.state === state ? sum + row.count : sum), 0)
  const entries = deliveryStates.map((state) => [state, of(state)] as const)
  const states = Object.fromEntries(entries) as Record<DeliveryState, number>
  return { ...states, audience: counts.reduce((sum, { count }) => sum + count, 0) }
}
