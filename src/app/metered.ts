import type { Channel } from '../channels/channel.ts'
import type { Deps } from '../domain/deps.ts'
import type { Metrics } from '../platform/metrics.ts'
import { priorities } from '../queue/catalogue.ts'
import type { JobHandlers } from '../queue/queue.ts'
import { findReplyTime } from './levels.repository.ts'

/** The channel as before; what it sends is counted. */
export function meteredChannel(channel: Channel, metrics: Pick<Metrics, 'sent'>): Channel {
  const send: Channel['send'] = async (address, part, how) => {
    const startedAtMs = performance.now()
    const outcome = await channel.send(address, part, how)
    metrics.sent({ channel: channel.name, outcome: outcome.kind }, performance.now() - startedAtMs)
    return outcome
  }
  // Not a copy: what a channel tells of itself, its pace above all, may change.
  return Object.create(channel, { send: { value: send } })
}

/** The handlers as before; how long people waited for an answer is counted, on the domain's clock. */
export function meteredHandlers(
  handlers: JobHandlers,
  { db, channels, log }: Pick<Deps, 'db' | 'channels' | 'log'>,
  metrics: Pick<Metrics, 'replied'>,
): JobHandlers {
  const count = async (replyId: string) => {
    const times = await findReplyTime(db, replyId)
    if (!times) return
    const channel = channelOf(channels, times.accountId)
    metrics.replied({ channel }, Math.max(0, times.sentAt.getTime() - times.receivedAt.getTime()))
  }
  return {
    ...handlers,
    async 'send-reply'(payload) {
      const verdict = await handlers['send-reply'](payload)
      // Beside the lane, which has others to serve.
      void count(payload.replyId).catch((error: unknown) => log.warn({ err: error }, 'a reply could not be counted'))
      return verdict
    },
  }
}

/** Counts how long a job waited, by its channel and what it is for. */
export const meteredWait =
  (channels: () => Deps['channels'], metrics: Pick<Metrics, 'waited'>) =>
  (wait: { readonly accountId: string | undefined; readonly priority: number; readonly ms: number }): void => {
    const channel = wait.accountId === undefined ? 'desk' : channelOf(channels(), wait.accountId)
    metrics.waited({ channel, priority: priorityName.get(wait.priority) ?? 'other' }, wait.ms)
  }

const priorityName = new Map(Object.entries(priorities).map(([name, priority]): [number, string] => [priority, name]))

const channelOf = (channels: Deps['channels'], accountId: string): string =>
  channels.listening().find((each) => each.accountId === accountId)?.name ?? 'gone'
