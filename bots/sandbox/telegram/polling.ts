import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from '@grammyjs/types'
import type { FastifyRequest } from 'fastify'
import type { Bot } from './bots.ts'
import type { CallParameters } from './call-parameters.ts'
import { type Done, method, type TelegramState } from './method.ts'
import { allowedUpdates, integer } from './parameter-shapes.ts'
import { TelegramRefusal } from './refusal.ts'
import { knownKinds } from './update-kinds.ts'
import type { QueuedUpdate } from './updates.ts'

const shape = {
  offset: integer.optional(),
  limit: integer.optional(),
  timeout: integer.optional(),
  allowed_updates: allowedUpdates.optional(),
}
const longestWaitS = 50
const batchBytes = 4 << 20
/** Read in the server, 2026-05: the same offset again within 3 s waits up to 3 s, within 0.5 s it gets one update at a time. */
const repeatWaitMs = 3000
const hurryMs = 500
const conflict = (what: string) => new TelegramRefusal(409, `Conflict: ${what}`)
const webhookIsActive =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
const otherPoller = 'terminated by other getUpdates request; make sure that only one bot instance is running'

/** Long polling; a second poller throws the first one out. https://core.telegram.org/bots/api#getupdates */
export type Polling = {
  getUpdates(bot: Bot, parameters: CallParameters, request: FastifyRequest): Promise<Done<Update[]>>
  /** Answers everybody who waits. */
  stop(): void
}

type End = 'wake' | 'conflict'

/** Waiting is on real time, as everything of HTTP. */
export function createPolling(state: TelegramState): Polling {
  /** Ends the wait of the one poller a bot may have. */
  const waiting = new Map<number, (reason: End) => void>()
  const lastAsked = new Map<number, { readonly offset: number; readonly at: number }>()
  const nextConflictAt = new Map<number, number>()
  const stopping = new AbortController()
  state.updates.onPush((botId) => waiting.get(botId)?.('wake'))
  const wait = (botId: number, timeoutMs: number, request: FastifyRequest) =>
    new Promise<End>((resolve) => {
      const end = (reason: End) => {
        clearTimeout(timer)
        request.raw.socket.off('close', gone)
        if (waiting.get(botId) === end) waiting.delete(botId)
        resolve(reason)
      }
      const gone = () => end('wake')
      const timer = setTimeout(end, timeoutMs, 'wake')
      waiting.set(botId, end)
      request.raw.socket.once('close', gone)
    })
  const refuse = async (botId: number, what: string): Promise<never> => {
    const now = performance.now()
    if (now >= (nextConflictAt.get(botId) ?? 0)) nextConflictAt.set(botId, now + repeatWaitMs)
    else if (state.switches.read().pollSlowDown)
      await sleep(repeatWaitMs, undefined, { signal: stopping.signal }).catch(() => {})
    throw conflict(what)
  }
  const slowDown = (botId: number, { offset, limit, timeoutMs }: Begun): Begun => {
    const before = lastAsked.get(botId)
    const agoMs = performance.now() - (before?.at ?? 0)
    lastAsked.set(botId, { offset, at: performance.now() })
    if (!state.switches.read().pollSlowDown || before?.offset !== offset) return { offset, limit, timeoutMs }
    return {
      offset,
      limit: agoMs < hurryMs ? 1 : limit,
      timeoutMs: agoMs < repeatWaitMs ? Math.max(timeoutMs, repeatWaitMs) : timeoutMs,
    }
  }
  return {
    async getUpdates(bot, parameters, request) {
      const begun = begin(state, bot, parameters)
      if (!begun) return refuse(bot.id, webhookIsActive)
      const { limit, timeoutMs } = slowDown(bot.id, begun)
      waiting.get(bot.id)?.('conflict')
      const until = performance.now() + timeoutMs
      while (true) {
        const held = state.switches.read().holdUpdates
        const batch = held ? [] : cut(state.updates.waiting(bot.id, limit))
        const leftMs = until - performance.now()
        if (batch.length > 0 || leftMs <= 0 || stopping.signal.aborted || request.raw.socket.destroyed) {
          state.updates.handedOut(batch)
          return { result: batch.map(({ update }) => update), effect: false }
        }
        if ((await wait(bot.id, leftMs, request)) === 'conflict') await refuse(bot.id, otherPoller)
        if (state.bots.byId(bot.id)?.webhook) await refuse(bot.id, 'terminated by setWebhook request')
      }
    },
    stop() {
      stopping.abort()
      for (const end of [...waiting.values()]) end('wake')
    },
  }
}

type Begun = { readonly offset: number; readonly limit: number; readonly timeoutMs: number }

/** Checks the call and confirms what its offset confirms; undefined when a webhook is there. */
function begin(state: TelegramState, bot: Bot, parameters: CallParameters): Begun | undefined {
  let begun: Begun | undefined
  const read = method<'getUpdates', typeof shape>(shape, (_state, _bot, input) => {
    if (bot.webhook) return { result: [], effect: false }
    const { offset = 0 } = input
    if (input.allowed_updates) state.bots.change(bot.id, { allowedUpdates: knownKinds(input.allowed_updates) })
    if (offset > 0) state.updates.confirmBelow(bot.id, offset)
    if (offset < 0) state.updates.keepLast(bot.id, -offset)
    begun = {
      offset,
      timeoutMs: Math.min(Math.max(input.timeout ?? 0, 0), longestWaitS) * 1000,
      limit: Math.min(Math.max(input.limit ?? 100, 1), 100),
    }
    return { result: [], effect: false }
  })
  read(state, bot, parameters)
  return begun
}

/** As many as fit into one answer, and one in any case. */
function cut(queued: readonly QueuedUpdate[]): readonly QueuedUpdate[] {
  let bytes = 0
  const beyond = queued.findIndex(({ update }, place) => {
    bytes += JSON.stringify(update).length
    return place > 0 && bytes > batchBytes
  })
  return beyond < 0 ? queued : queued.slice(0, beyond)
}
