import { atMost } from '../../jobs/bullmq-workers.ts'
import type { Channel } from '../channels/channel.ts'

/** What goes on for each account beside everything else, until it is told to end. */
export type AccountWork = {
  /** Does nothing for an account whose work goes on already. */
  start(channel: Channel): void
  stop(accountId: string): Promise<void>
  stopAll(): Promise<void>
}

/** `run` never throws, and ends soon after `ended`; with `endMs` nobody waits longer than that for it. */
export function createAccountWork(
  run: (channel: Channel, ended: AbortSignal) => Promise<void>,
  { endMs }: { readonly endMs?: number } = {},
): AccountWork {
  const running = new Map<string, { readonly ending: AbortController; readonly done: Promise<void> }>()
  const stop = async (accountId: string) => {
    const one = running.get(accountId)
    running.delete(accountId)
    one?.ending.abort()
    if (one) await (endMs === undefined ? one.done : atMost(endMs, one.done))
  }
  return {
    start(channel) {
      if (running.has(channel.accountId)) return
      const ending = new AbortController()
      running.set(channel.accountId, { ending, done: run(channel, ending.signal) })
    },
    stop,
    async stopAll() {
      await Promise.all([...running.keys()].map(stop))
    },
  }
}
