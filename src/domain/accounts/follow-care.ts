import type { ChannelHealth } from '../../channels/channel.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { returnQueuedOfAccount } from '../deliveries/stops.repository.ts'
import type { Deps } from '../deps.ts'
import { moveAccountState, readAccountState } from './accounts.repository.ts'

/**
 * What an account's care found: where only the administrator can mend it, the account goes into alarm before anybody waits for a
 * message that cannot go; when it is mended elsewhere (another process took the consent), the alarm ends by itself.
 */
export async function followCare(
  deps: Pick<Deps, 'db' | 'clock' | 'log'>,
  accountId: string,
  health: ChannelHealth | undefined,
): Promise<void> {
  if (!health) return
  const account = await readAccountState(deps.db, accountId)
  if (!account) return
  const at = deps.clock.now()
  const reason = health.kind === 'failing' ? `${health.code}: ${health.detail}` : null
  const raised = reason !== null && account.state === 'on'
  const ended = reason === null && account.state === 'alarm' && isOfCare(account.stateReason)
  if (!raised && !ended) return
  await inTransaction(deps.db, async (tx) => {
    const moved = await moveAccountState(tx, accountId, { from: account.state, to: raised ? 'alarm' : 'on', reason })
    if (!moved) return
    if (raised) await returnQueuedOfAccount(tx, accountId, at)
    const { organisationId } = account
    const action = raised ? 'account-alarm-raised' : 'account-alarm-ended'
    const detail = { reason: reason ?? account.stateReason }
    await recordAudit(tx, { organisationId, at, actor: 'system', action, subject: `account:${accountId}`, detail })
  })
  if (raised)
    deps.log.error({ account: accountId, reason }, 'an account stands in alarm until its administrator mends it')
}

/** A refusal at sending says the same when it is the tokens that fail; any other alarm is for people to end. */
const isOfCare = (stateReason: string | null): boolean => /: (consent-needed|refused)$/.test(stateReason ?? '')
