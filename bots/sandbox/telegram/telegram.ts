import type { FastifyPluginAsync } from 'fastify'
import type { SandboxFrame } from '../frame.ts'
import { createBots } from './bots.ts'
import { createCallbacks } from './callbacks.ts'
import { createChats } from './chats.ts'
import { createFiles } from './files.ts'
import { createFlood } from './flood.ts'
import { createHands } from './hands.ts'
import { type TelegramControl, telegramControlRoutes } from './hands-routes.ts'
import type { TelegramState } from './method.ts'
import { readPhoneChat } from './phone-chat.ts'
import { createPhoneSides } from './phone-side.ts'
import { createPolling } from './polling.ts'
import { createSwitches } from './switches.ts'
import { telegramApiRoutes } from './telegram-routes.ts'
import { createUpdates } from './updates.ts'
import { startWebhookDelivery } from './webhook-delivery.ts'

/** The stand-in for the Telegram Bot API, and the phones of the people on it. */
export type TelegramStandIn = TelegramControl & {
  readonly apiRoutes: FastifyPluginAsync
  readonly controlRoutes: FastifyPluginAsync
}

export function createTelegramStandIn(frame: SandboxFrame): TelegramStandIn {
  const { store } = frame
  const bots = createBots(store)
  const switches = createSwitches(store)
  const state: TelegramState = {
    frame,
    bots,
    chats: createChats(frame),
    files: createFiles(store),
    updates: createUpdates(frame, bots, switches),
    callbacks: createCallbacks(frame),
    flood: createFlood(frame),
    switches,
    phoneSides: createPhoneSides(store),
  }
  const polling = createPolling(state)
  frame.onClose(polling.stop)
  frame.onClose(startWebhookDelivery(state))
  const control: TelegramControl = {
    bots,
    flood: state.flood,
    switches: state.switches,
    updates: state.updates,
    hands: createHands(state),
    readChat: (personId, bot) => readPhoneChat(state, personId, bot),
    fileBytes: state.files.bytesOf,
  }
  return { ...control, apiRoutes: telegramApiRoutes(state, polling), controlRoutes: telegramControlRoutes(control) }
}
