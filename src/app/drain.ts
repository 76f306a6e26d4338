import type { Channel } from '../channels/channel.ts'
import type { SendOutcome } from '../channels/send-outcome.ts'

/** How a process lets go of what it is sending: every send gets an outcome in time, so that the ledger is written before the end. */
export type Drain = {
  /** The channel as before, until the drain is over. */
  watch(channel: Channel): Channel
  /** From `withinMs` on nobody waits for a platform any more. */
  begin(withinMs: number): void
}

export function createDrain(): Drain {
  // Not one promise that all sends wait for: it would keep each of them in memory to the end.
  const underWay = new Set<() => void>()
  let over = false
  return {
    watch(channel) {
      const send: Channel['send'] = (address, part, how) => {
        // The next part of something longer: not begun, so it goes on where it stands, in another process.
        if (over) return Promise.resolve(ended('not-written', 0))
        const startedAtMs = performance.now()
        return new Promise((resolve, reject) => {
          const giveUp = () => resolve(ended('unknown', performance.now() - startedAtMs))
          underWay.add(giveUp)
          const answered = channel.send(address, part, how).finally(() => underWay.delete(giveUp))
          answered.then(resolve, reject)
        })
      }
      // Not a copy: what a channel tells of itself, its pace above all, may change.
      return Object.create(channel, { send: { value: send } })
    },
    begin(withinMs) {
      const end = () => {
        over = true
        for (const giveUp of underWay) giveUp()
      }
      setTimeout(end, withinMs).unref()
    },
  }
}

const ended = (kind: 'not-written' | 'unknown', durationMs: number): SendOutcome => ({
  kind,
  code: 'process-ended',
  trace: { method: 'send', code: 'process-ended', durationMs: Math.round(durationMs) },
})
