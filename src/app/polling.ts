import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import type { Channel } from '../channels/channel.ts'
import type { Deps } from '../domain/deps.ts'
import { keepUpdate } from '../domain/inbox/keep-update.ts'
import { holdLease } from '../platform/hold-lease.ts'
import { type AccountWork, createAccountWork } from './account-work.ts'

const leaseMs = 10_000
/** Between two tries to become the one who polls, and after a poll that ended by itself. */
const pauseMs = 3_000

/** Pulls updates of the accounts that have no webhook, on one process at a time. */
export const createPolling = (deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>): AccountWork =>
  createAccountWork((channel, ended) => pollUntil(deps, channel, ended))

async function pollUntil(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  channel: Channel,
  ended: AbortSignal,
): Promise<void> {
  if (!channel.poll) return
  while (!ended.aborted) {
    try {
      const lease = await holdLease(deps.db, { name: `poll ${channel.accountId}`, owner: randomUUID(), ttlMs: leaseMs })
      if (lease) {
        const keep = async (update: Parameters<Parameters<NonNullable<Channel['poll']>>[0]>[0]) => {
          await keepUpdate(deps, { accountId: channel.accountId, update })
        }
        await channel.poll?.(keep, AbortSignal.any([ended, lease.lost])).finally(() => lease.release())
      }
    } catch (error) {
      deps.log.warn({ account: channel.accountId, error: String(error) }, 'polling was interrupted and goes on')
    }
    await rest(pauseMs, undefined, { signal: ended }).catch(() => {})
  }
}
