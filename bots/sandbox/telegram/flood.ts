import { performance } from 'node:perf_hooks'
import type { SandboxStore } from '../store.ts'
import { TelegramRefusal } from './refusal.ts'

/** Unpublished limits, as far as they are known: about 30 messages/s per bot, one per second and chat after a short burst. */
export type FloodSettings = { readonly on: boolean; readonly perSecond: number; readonly chatBurst: number }

export type Flood = {
  settings(): FloodSettings
  set(change: Partial<FloodSettings>): void
  /** Takes the cost of one call from both buckets, or refuses with `retry_after`. On real time, as pacing is. */
  pass(botId: number, userId: number, messages: number): void
}

type Bucket = { level: number; at: number }
const settingName = 'telegram-flood'

export function createFlood(store: SandboxStore): Flood {
  let settings: FloodSettings = {
    on: true,
    perSecond: 30,
    chatBurst: 20,
    ...(store.readSetting(settingName) as object | undefined),
  }
  const buckets = new Map<string, Bucket>()
  const bucketOf = (key: string, capacity: number, perSecond: number) => {
    const now = performance.now()
    const bucket = buckets.get(key) ?? { level: capacity, at: now }
    bucket.level = Math.min(capacity, bucket.level + ((now - bucket.at) / 1000) * perSecond)
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
      const whole = bucketOf(`${botId}`, settings.perSecond, settings.perSecond)
      const chat = bucketOf(`${botId} ${userId}`, settings.chatBurst, 1)
      const waitS = Math.max((messages - whole.level) / settings.perSecond, messages - chat.level)
      if (waitS > 0) {
        const seconds = Math.max(1, Math.ceil(waitS))
        throw new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
      }
      whole.level -= messages
      chat.level -= messages
    },
  }
}
