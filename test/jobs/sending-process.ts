import { createQueue } from '../../jobs/bullmq.ts'
import type { Channel } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { sweep } from '../../src/domain/broadcasts/sweep.ts'
import { sendDelivery } from '../../src/domain/deliveries/send-delivery.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { createDatabase } from '../../src/platform/postgres.ts'
import { scriptedChannel, scriptedChannels } from '../channel-script.ts'

/** A process of its own that sends until it is killed; what it sends goes to the witness over HTTP. */
const [databaseUrl = '', witnessUrl = '', accountId = '', pace = '', redisUrl] = process.argv.slice(2)
const db = createDatabase({ url: databaseUrl, maxConnections: 5 })
const real = await createQueue({ databaseUrl, redisUrl, log: silentLogger })

const witnessed: Channel = {
  ...scriptedChannel({ accountId, pace: JSON.parse(pace) }),
  async send(address, part): Promise<SendOutcome> {
    const body = JSON.stringify({ address, text: part.body })
    const answer = await fetch(witnessUrl, { method: 'POST', body })
    const trace = { method: 'send', durationMs: 1 }
    return { kind: 'sent', messageIds: [await answer.text()], costVnd: 0, trace }
  },
}
const block = { kind: 'paragraph', text: 'bulletin' } as const
const deps = {
  db,
  clock: systemClock,
  queue: real.queue,
  channels: scriptedChannels(witnessed),
  log: silentLogger,
  timeZone: 'Asia/Ho_Chi_Minh',
  compose: async () => [{ kind: 'message', blocks: [block], buttons: [], files: [] } as const],
}
const none = async () => ({ kind: 'done' }) as const
const workers = real.workers({
  'send-delivery': (payload) => sendDelivery(deps, payload),
  'send-reply': none,
  'handle-update': none,
  'fire-reminders': none,
  'run-schedule': none,
  'revise-messages': none,
})
const processStartedAt = systemClock.now()
await workers.openLane(accountId, witnessed.pace)
for (;;) {
  await sweep(deps, { processStartedAt, alone: true })
  await new Promise((resolve) => setTimeout(resolve, 200))
}
