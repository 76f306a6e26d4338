import { randomUUID } from 'node:crypto'
import type { Channel } from '../../channels/channel.ts'
import { holdLease } from '../../platform/hold-lease.ts'
import { mergeMemory, readMemory } from '../accounts/accounts.repository.ts'
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
  signal?: AbortSignal,
): Promise<number> {
  const { accountId } = channel
  if (!channel.catchUp) return 0
  const since = await missedSince(deps, accountId, heardUntil)
  if (!since) return 0
  const name = `catch-up ${accountId}`
  const lease = await holdLease(deps.db, { name, owner: randomUUID(), ttlMs: leaseMs })
  if (!lease) return 0
  let missed = 0
  try {
    await mergeMemory(deps.db, accountId, { [missedKey]: since.toISOString() })
    await channel.catchUp(
      async (update) => {
        if ((await keepUpdate(deps, { accountId, update })) === 'new') missed += 1
      },
      since,
      signal,
    )
    await mergeMemory(deps.db, accountId, { [missedKey]: null })
  } finally {
    await lease.release()
  }
  if (missed > 0) deps.log.info({ account: accountId, missed }, 'what was said while nobody listened was read back')
  return missed
}

/** Where an account remembers from when on it has still to read: what is heard while that goes on would hide it after a restart. */
const missedKey = 'missedSince'

async function missedSince({ db }: Pick<Deps, 'db'>, accountId: string, heardUntil: Date): Promise<Date | undefined> {
  const last = await findLastReceived(db, accountId, heardUntil)
  if (!last) return undefined
  const from = last.getTime() - marginMs
  const kept = Date.parse(String((await readMemory(db, accountId))[missedKey] ?? ''))
  return new Date(Number.isNaN(kept) ? from : Math.min(kept, from))
}
