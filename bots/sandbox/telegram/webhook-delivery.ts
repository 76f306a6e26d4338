import { randomInt } from 'node:crypto'
import type { TelegramState } from './method.ts'
import type { Head } from './updates.ts'
import { postUpdate } from './webhook-post.ts'

/** One line of updates: being posted, or waiting for its next try. */
type Line = { readonly position: number; readonly retry?: Retry }
type Retry = { readonly timer: NodeJS.Timeout; readonly dueAt: number; run(): void }

/**
 * Delivers waiting updates to webhooks: one at a time per line, lines side by side; a failing update holds up its line and is
 * repeated at once, then after 2, 4, 8 … s, on real time or as soon as the sandbox's clock was moved past it. Returns how to stop.
 */
export function startWebhookDelivery(state: TelegramState): () => void {
  const lines = new Map<string, Line>()
  const posting = new Map<number, number>()
  const stopping = new AbortController()
  const now = () => state.frame.clock.now().getTime()
  const pump = (botId: number) => {
    const limit = state.bots.byId(botId)?.webhook?.maxConnections ?? 0
    const isFull = () => (posting.get(botId) ?? 0) >= limit
    if (stopping.signal.aborted || isFull() || state.switches.read().holdUpdates) return
    for (const head of state.updates.heads(botId)) {
      if (isFull()) return
      const key = `${botId} ${head.line}`
      const line = lines.get(key)
      // What failed may have expired meanwhile: the next one begins anew.
      if (line && (!line.retry || line.position === head.position)) continue
      clearTimeout(line?.retry?.timer)
      void deliver(botId, key, head, 0)
    }
  }
  const deliver = async (botId: number, key: string, queued: Head, attempt: number): Promise<void> => {
    const update = state.updates.at(queued.position)
    if (!update) return
    lines.set(key, { position: queued.position })
    posting.set(botId, (posting.get(botId) ?? 0) + 1)
    const outcome = await postUpdate(state, botId, update, stopping.signal)
    posting.set(botId, (posting.get(botId) ?? 1) - 1)
    if (stopping.signal.aborted) return
    if (outcome.kind !== 'failed') {
      if (outcome.kind === 'taken') state.updates.remove(queued.position)
      lines.delete(key)
      return pump(botId)
    }
    const delayMs = outcome.retryAfterMs > 0 ? outcome.retryAfterMs : backoffMs(attempt)
    const run = () => {
      clearTimeout(timer)
      lines.delete(key)
      const still = state.updates.heads(botId).find(({ position }) => position === queued.position)
      if (still && state.bots.byId(botId)?.webhook) void deliver(botId, key, still, attempt + 1)
      else pump(botId)
    }
    const timer = setTimeout(run, delayMs)
    lines.set(key, { position: queued.position, retry: { timer, dueAt: now() + delayMs, run } })
    // A place has become free for the other lines.
    pump(botId)
  }
  const unsubscribe = state.updates.onPush(pump)
  state.frame.onClockMove(() => {
    for (const { retry } of [...lines.values()]) if (retry && retry.dueAt <= now()) retry.run()
    for (const bot of state.bots.all()) pump(bot.id)
  })
  for (const bot of state.bots.all()) pump(bot.id)
  return () => {
    stopping.abort()
    unsubscribe()
    for (const { retry } of lines.values()) clearTimeout(retry?.timer)
  }
}

const backoffMs = (attempt: number): number =>
  attempt === 0 ? 0 : Math.min(1000 * 2 ** attempt, randomInt(60_000, 120_000))
