import { randomUUID } from 'node:crypto'
import type { Channel } from '../../channels/channel.ts'
import { holdLease } from '../../platform/hold-lease.ts'
import type { Deps } from '../deps.ts'
import { findLastReceived } from './inbox-items.repository.ts'
import { keepUpdate } from './keep-update.ts'

/** The last update before the silence may not have been the last that was said: some were on their way. */
const marginMs = 600_000
const leaseMs = 60_000

/**
 * Reads back what was said in an account's chats while nobody listened, as the platform itself kept it: what is known already
 * is recognised, and an account that never heard anybody missed nothing. `heardUntil` is when somebody listened last for
 * certain. Done by one process at a time; throws when the platform could not be asked.
 */
export async function catchUp(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  channel: Pick<Channel, 'accountId' | 'catchUp'>,
  heardUntil: Date,
): Promise<number> {
  const { accountId } = channel
  if (!channel.catchUp) return 0
  const last = await findLastReceived(deps.db, accountId, heardUntil)
  if (!last) return 0
  const name = `catch-up ${accountId}`
  const lease = await holdLease(deps.db, { name, owner: randomUUID(), ttlMs: leaseMs })
  if (!lease) return 0
  let missed = 0
  try {
    await channel.catchUp(
      async (update) => {
        if ((await keepUpdate(deps, { accountId, update })) === 'new') missed += 1
      },
      new Date(last.getTime() - marginMs),
    )
  } finally {
    await lease.release()
  }
  if (missed > 0) deps.log.info({ account: accountId, missed }, 'what was said while nobody listened was read back')
  return missed
}
