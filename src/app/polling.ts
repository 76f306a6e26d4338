import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import type { Channel } from '../channels/channel.ts'
import type { Deps } from '../domain/deps.ts'
import { keepUpdate } from '../domain/inbox/keep-update.ts'
import { holdLease } from '../platform/hold-lease.ts'

/** Pulls updates of the accounts that have no webhook, on one process at a time. */
export type Polling = {
  start(channel: Channel): void
  stop(accountId: string): Promise<void>
  stopAll(): Promise<void>
}

const leaseMs = 10_000
/** Between two tries to become the one who polls, and after a poll that ended by itself. */
const pauseMs = 3_000

export function createPolling(deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>): Polling {
  const running = new Map<string, { readonly ending: AbortController; readonly done: Promise<void> }>()
  const stop = async (accountId: string) => {
    const one = running.get(accountId)
    running.delete(accountId)
    one?.ending.abort()
    await one?.done
  }
  return {
    start(channel) {
      if (!channel.poll || running.has(channel.accountId)) return
      const ending = new AbortController()
      running.set(channel.accountId, { ending, done: pollUntil(deps, channel, ending.signal) })
    },
    stop,
    async stopAll() {
      await Promise.all([...running.keys()].map(stop))
    },
  }
}

async function pollUntil(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  channel: Channel,
  ended: AbortSignal,
): Promise<void> {
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
