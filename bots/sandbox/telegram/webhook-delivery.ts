import { randomInt } from 'node:crypto'
import { request } from 'undici'
import type { TelegramState } from './method.ts'
import type { QueuedUpdate } from './updates.ts'

const answerTimeoutMs = 60_000
const batch = 200

/**
 * Delivers waiting updates to webhooks: one at a time per line, lines side by side; a failing update holds up its line and is
 * repeated at once, then after 2, 4, 8 … s. Returns how to stop.
 */
export function startWebhookDelivery(state: TelegramState): () => void {
  const busy = new Map<string, NodeJS.Timeout | undefined>()
  let stopped = false
  const pump = (botId: number) => {
    const bot = state.bots.byId(botId)
    if (stopped || !bot?.webhook) return
    for (const queued of state.updates.waiting(botId, batch)) {
      const key = `${botId} ${queued.line}`
      if (busy.size >= bot.webhook.maxConnections || busy.has(key)) continue
      busy.set(key, undefined)
      void deliver(botId, key, queued, 0)
    }
  }
  const deliver = async (botId: number, key: string, queued: QueuedUpdate, attempt: number): Promise<void> => {
    const waitMs = await post(state, botId, queued)
    if (stopped) return
    if (waitMs === undefined) {
      state.updates.remove(botId, queued.update.update_id)
      busy.delete(key)
      return pump(botId)
    }
    const delayMs = waitMs > 0 ? waitMs : attempt === 0 ? 0 : Math.min(1000 * 2 ** attempt, randomInt(60_000, 120_000))
    const timer = setTimeout(() => {
      const still = state.updates.waiting(botId, batch).find((other) => other.line === queued.line)
      if (still) return void deliver(botId, key, still, attempt + 1)
      busy.delete(key)
    }, delayMs)
    busy.set(key, timer)
  }
  const unsubscribe = state.updates.onPush(pump)
  for (const bot of state.bots.all()) pump(bot.id)
  return () => {
    stopped = true
    unsubscribe()
    for (const timer of busy.values()) clearTimeout(timer)
  }
}

/** Undefined when the webhook took it, else how long it asked to wait (0 when it did not say). */
async function post(state: TelegramState, botId: number, { update }: QueuedUpdate): Promise<number | undefined> {
  const webhook = state.bots.byId(botId)?.webhook
  if (!webhook) return 0
  try {
    const { statusCode, headers, body } = await request(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(webhook.secretToken ? { 'x-telegram-bot-api-secret-token': webhook.secretToken } : {}),
      },
      body: JSON.stringify(update),
      headersTimeout: answerTimeoutMs,
    })
    await body.dump()
    if (statusCode >= 200 && statusCode < 300) return undefined
    noteError(state, botId, `Wrong response from the webhook: ${statusCode}`)
    return Math.min(Number(headers['retry-after'] ?? 0) || 0, 3600) * 1000
  } catch {
    noteError(state, botId, 'Connection refused')
    return 0
  }
}

function noteError(state: TelegramState, botId: number, lastError: string): void {
  const webhook = state.bots.byId(botId)?.webhook
  const lastErrorAt = Math.floor(state.frame.clock.now().getTime() / 1000)
  if (webhook) state.bots.change(botId, { webhook: { ...webhook, lastErrorAt, lastError } })
}
