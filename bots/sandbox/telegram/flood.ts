import type { SandboxFrame } from '../frame.ts'
import { TelegramRefusal } from './refusal.ts'

/**
 * Unpublished limits, as far as they are known: about 30 messages/s for the whole bot, one per second in a chat after a short burst.
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, read 2026-11.
 */
export type FloodSettings = {
  readonly on: boolean
  readonly perSecond: number
  /** As many at once as a second allows, unless said otherwise. */
  readonly burst?: number
  readonly chatPerSecond: number
  readonly chatBurst: number
}

export type Flood = {
  settings(): FloodSettings
  /** Changes what is given and fills the buckets. */
  set(change: Partial<FloodSettings>): void
  /** Takes the cost of one call from both buckets, or refuses with `retry_after`. By the sandbox's clock. */
  pass(botId: number, userId: number, messages: number): void
  /** `setWebhook` is taken once a second. */
  passWebhook(botId: number): void
}

type Bucket = { level: number; at: number }
const settingName = 'telegram-flood'

export function createFlood({ store, clock }: Pick<SandboxFrame, 'store' | 'clock'>): Flood {
  let settings: FloodSettings = {
    on: true,
    perSecond: 30,
    chatPerSecond: 1,
    chatBurst: 10,
    ...(store.readSetting(settingName) as object | undefined),
  }
  const buckets = new Map<string, Bucket>()
  const bucketOf = (key: string, capacity: number, perSecond: number) => {
    const now = clock.now().getTime()
    const bucket = buckets.get(key) ?? { level: capacity, at: now }
    // The demo's clock can be moved back: nothing is taken away for that.
    bucket.level = Math.min(capacity, bucket.level + (Math.max(0, now - bucket.at) / 1000) * perSecond)
    bucket.at = now
    buckets.set(key, bucket)
    return bucket
  }
  return {
    settings: () => settings,
    set(change) {
      settings = { ...settings, ...change }
      buckets.clear()
      store.writeSetting(settingName, settings)
    },
    pass(botId, userId, messages) {
      if (!settings.on) return
      const { perSecond, burst = perSecond, chatPerSecond, chatBurst } = settings
      const whole = bucketOf(`${botId}`, burst, perSecond)
      const chat = bucketOf(`${botId} ${userId}`, chatBurst, chatPerSecond)
      // An album larger than a bucket waits for a full one.
      const waitS = Math.max(
        (Math.min(messages, burst) - whole.level) / perSecond,
        (Math.min(messages, chatBurst) - chat.level) / chatPerSecond,
      )
      if (waitS > 0) throw tooMany(Math.max(1, Math.ceil(waitS)))
      whole.level -= messages
      chat.level -= messages
    },
    passWebhook(botId) {
      if (!settings.on) return
      const bucket = bucketOf(`${botId} webhook`, 1, 1)
      if (bucket.level < 1) throw tooMany(1)
      bucket.level -= 1
    },
  }
}

const tooMany = (seconds: number) =>
  new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
