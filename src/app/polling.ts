import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import type { Channel } from '../channels/channel.ts'
import type { Deps } from '../domain/deps.ts'
import { keepUpdate } from '../domain/inbox/keep-update.ts'
import { holdLease } from '../platform/hold-lease.ts'
import { type AccountWork, createAccountWork } from './account-work.ts'

/** A killed poller is followed after at most this and one try. */
const leaseMs = 8_000
/** Between two tries to become the one who polls. */
const tryEveryMs = 1_000
/** After a poll that ended by itself or could not begin. */
const pauseMs = 3_000
/** A poll that does not end when it is told to must not hold up our end; its lease runs out by itself. */
const endMs = 3_000

/** Pulls updates of the accounts that have no webhook, on one process at a time. */
export const createPolling = (deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>): AccountWork =>
  createAccountWork((channel, ended) => pollUntil(deps, channel, ended), { endMs })

async function pollUntil(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  channel: Channel,
  ended: AbortSignal,
): Promise<void> {
  if (!channel.poll) return
  while (!ended.aborted) {
    let restMs = pauseMs
    try {
      const lease = await holdLease(deps.db, { name: `poll ${channel.accountId}`, owner: randomUUID(), ttlMs: leaseMs })
      if (lease) {
        const keep = async (update: Parameters<Parameters<NonNullable<Channel['poll']>>[0]>[0]) => {
          await keepUpdate(deps, { accountId: channel.accountId, update })
        }
        await channel.poll?.(keep, AbortSignal.any([ended, lease.lost])).finally(() => lease.release())
      } else restMs = tryEveryMs
    } catch (error) {
      deps.log.warn({ account: channel.accountId, error: String(error) }, 'polling was interrupted and goes on')
    }
    await rest(restMs, undefined, { signal: ended }).catch(() => {})
  }
}
