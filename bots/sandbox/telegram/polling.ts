import type { FastifyRequest } from 'fastify'
import type { Bot } from './bots.ts'
import type { CallParameters } from './call-parameters.ts'
import { type Done, method, type TelegramState } from './method.ts'
import { allowedUpdates, integer } from './parameter-shapes.ts'
import { TelegramRefusal } from './refusal.ts'

const shape = {
  offset: integer.optional(),
  limit: integer.optional(),
  timeout: integer.optional(),
  allowed_updates: allowedUpdates.optional(),
}
const longestWaitS = 50
const conflict = (what: string) => new TelegramRefusal(409, `Conflict: ${what}`)

/** Long polling; a second poller throws the first one out. https://core.telegram.org/bots/api#getupdates */
export type Polling = {
  getUpdates(bot: Bot, parameters: CallParameters, request: FastifyRequest): Promise<Done<unknown>>
  /** Answers everybody who waits. */
  stop(): void
}

export function createPolling(state: TelegramState): Polling {
  /** Ends the wait of the one poller a bot may have. */
  const waiting = new Map<number, (reason: 'wake' | 'conflict') => void>()
  let stopped = false
  state.updates.onPush((botId) => waiting.get(botId)?.('wake'))
  const wait = (botId: number, timeoutMs: number, request: FastifyRequest) =>
    new Promise<'wake' | 'conflict'>((resolve) => {
      const end = (reason: 'wake' | 'conflict') => {
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
  return {
    async getUpdates(bot, parameters, request) {
      const { timeoutMs, limit } = begin(state, bot, parameters)
      waiting.get(bot.id)?.('conflict')
      const until = performance.now() + timeoutMs
      while (true) {
        const updates = state.updates.waiting(bot.id, limit).map(({ update }) => update)
        const leftMs = until - performance.now()
        if (updates.length > 0 || leftMs <= 0 || stopped || request.raw.socket.destroyed)
          return { result: updates, effect: false }
        if ((await wait(bot.id, leftMs, request)) === 'conflict')
          throw conflict('terminated by other getUpdates request; make sure that only one bot instance is running')
      }
    },
    stop() {
      stopped = true
      for (const end of [...waiting.values()]) end('wake')
    },
  }
}

/** Checks the call and confirms what its offset confirms. */
function begin(state: TelegramState, bot: Bot, parameters: CallParameters) {
  const read = method<'getUpdates', typeof shape>(shape, (_state, _bot, input) => {
    if (bot.webhook)
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    const { offset = 0 } = input
    if (input.allowed_updates) state.bots.change(bot.id, { allowedUpdates: input.allowed_updates })
    if (offset > 0) state.updates.confirmBelow(bot.id, offset)
    if (offset < 0) state.updates.keepLast(bot.id, -offset)
    settings = {
      timeoutMs: Math.min(Math.max(input.timeout ?? 0, 0), longestWaitS) * 1000,
      limit: Math.min(Math.max(input.limit ?? 100, 1), 100),
    }
    return { result: [], effect: false }
  })
  let settings = { timeoutMs: 0, limit: 100 }
  read(state, bot, parameters)
  return settings
}
