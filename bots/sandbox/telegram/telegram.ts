import type { FastifyPluginAsync } from 'fastify'
import type { SandboxFrame } from '../frame.ts'
import { type Bots, createBots } from './bots.ts'
import { createCallbacks } from './callbacks.ts'
import { createChats } from './chats.ts'
import { createFiles, type Files } from './files.ts'
import { createFlood, type Flood } from './flood.ts'
import { createHands, type TelegramHands } from './hands.ts'
import { telegramControlRoutes } from './hands-routes.ts'
import type { TelegramState } from './method.ts'
import { type PhoneChat, readPhoneChat } from './phone-chat.ts'
import { createPolling } from './polling.ts'
import { telegramApiRoutes } from './telegram-routes.ts'
import { createUpdates } from './updates.ts'
import { startWebhookDelivery } from './webhook-delivery.ts'

/** The stand-in for the Telegram Bot API, and the phones of the people on it. */
export type TelegramStandIn = {
  readonly bots: Bots
  readonly flood: Flood
  readonly hands: TelegramHands
  readChat(personId: string, bot?: string): PhoneChat
  /** A file that was sent in a chat, by the id the chat shows. */
  fileBytes: Files['bytesOf']
  readonly apiRoutes: FastifyPluginAsync
  readonly controlRoutes: FastifyPluginAsync
}

export function createTelegramStandIn(frame: SandboxFrame): TelegramStandIn {
  const { store } = frame
  const bots = createBots(store)
  const state: TelegramState = {
    frame,
    bots,
    chats: createChats(frame),
    files: createFiles(store),
    updates: createUpdates(frame, bots),
    callbacks: createCallbacks(frame),
    flood: createFlood(store),
  }
  const polling = createPolling(state)
  frame.onClose(polling.stop)
  frame.onClose(startWebhookDelivery(state))
  const standIn: TelegramStandIn = {
    bots,
    flood: state.flood,
    hands: createHands(state),
    readChat: (personId, bot) => readPhoneChat(state, personId, bot),
    fileBytes: state.files.bytesOf,
    apiRoutes: telegramApiRoutes(state, polling),
    controlRoutes: async (server) => {
      await server.register(telegramControlRoutes(standIn))
    },
  }
  return standIn
}
