import { setTimeout as rest } from 'node:timers/promises'
import { atMost } from '../../jobs/bullmq-workers.ts'
import type { Channel } from '../channels/channel.ts'
import type { Deps } from '../domain/deps.ts'
import { catchUp } from '../domain/inbox/catch-up.ts'

/** Reads back the chats of accounts that were just opened, beside everything else. */
export type CatchingUp = {
  start(channel: Channel): void
  stop(accountId: string): Promise<void>
  stopAll(): Promise<void>
}

/** When the platform cannot be asked, it is tried again after these pauses; what was said stays there meanwhile. */
const pausesMs = [30_000, 120_000, 600_000]
const endMs = 2_000

export function createCatchingUp(deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>): CatchingUp {
  const running = new Map<string, { readonly ending: AbortController; readonly done: Promise<void> }>()
  const stop = async (accountId: string) => {
    const one = running.get(accountId)
    running.delete(accountId)
    one?.ending.abort()
    // A call that is under way to a platform that hangs must hold up neither the end nor the other accounts.
    if (one) await atMost(endMs, one.done)
  }
  return {
    start(channel) {
      if (!channel.catchUp || running.has(channel.accountId)) return
      const ending = new AbortController()
      const done = untilDone(deps, channel, ending.signal)
      running.set(channel.accountId, { ending, done })
    },
    stop,
    async stopAll() {
      await Promise.all([...running.keys()].map(stop))
    },
  }
}

async function untilDone(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  channel: Channel,
  ended: AbortSignal,
): Promise<void> {
  // Taken before anything can come in: what arrives from now on says nothing about the time before.
  const heardUntil = deps.clock.now()
  for (const pauseMs of [0, ...pausesMs]) {
    await rest(pauseMs, undefined, { signal: ended }).catch(() => {})
    if (ended.aborted) return
    try {
      await catchUp(deps, channel, heardUntil, ended)
      return
    } catch (error) {
      if (ended.aborted) return
      const facts = { account: channel.accountId, error: String(error) }
      deps.log.warn(facts, 'what was said in the meantime could not be read back yet')
    }
  }
}
