import type { ApiError, ApiMethods, ApiSuccess } from '@grammyjs/types'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type CallFacts, respond, type StandInAnswer, serveCall } from '../serve-call.ts'
import type { Bot } from './bots.ts'
import { type CallParameters, readParameters } from './call-parameters.ts'
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
} from './edit-messages.ts'
import type { Done, Method, ResultOf, TelegramState } from './method.ts'
import type { Polling } from './polling.ts'
import {
  deleteMyCommands,
  getMyCommands,
  getMyDescription,
  getMyShortDescription,
  setMyCommands,
  setMyDescription,
  setMyShortDescription,
} from './profile-methods.ts'
import { TelegramRefusal } from './refusal.ts'
import { sendDocument, sendMediaGroup } from './send-documents.ts'
import { sendMessage } from './send-message.ts'
import { answerCallbackQuery, getFile, getMe, sendChatAction } from './small-methods.ts'
import { deleteWebhook, getWebhookInfo, setWebhook } from './webhook-methods.ts'

const covered = {
  getMe,
  sendMessage,
  sendDocument,
  sendMediaGroup,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  getFile,
  sendChatAction,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyDescription,
  getMyDescription,
  setMyShortDescription,
  getMyShortDescription,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
} satisfies { readonly [M in keyof ApiMethods<never>]?: Method<ResultOf<M>> }
const methods: Readonly<Record<string, Method>> = covered
/** Every method that is covered. */
export const telegramMethods: readonly string[] = [...Object.keys(methods), 'getUpdates']
const nameOf = new Map(telegramMethods.map((name) => [name.toLowerCase(), name]))
const bodyLimit = 520 << 20

/** The Bot API's own paths. https://core.telegram.org/bots/api#making-requests */
export const telegramApiRoutes =
  (state: TelegramState, polling: Polling): FastifyPluginAsync =>
  async (server) => {
    server.removeAllContentTypeParsers()
    server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
    server.setErrorHandler((error, _request, reply) => {
      const tooBig = error instanceof Error && 'statusCode' in error && error.statusCode === 413
      if (!tooBig) state.frame.log.error({ err: error }, 'the Telegram stand-in failed')
      return respond(reply, refused(tooBig ? new TelegramRefusal(413, 'Request Entity Too Large') : serverError))
    })
    server.setNotFoundHandler((_request, reply) => respond(reply, refused(new TelegramRefusal(404, 'Not Found'))))
    const options = { logLevel: 'silent' as const, bodyLimit }
    const call = (request: FastifyRequest, reply: FastifyReply) => serveMethod(state, polling, request, reply)
    for (const path of ['/bot:token/:method', '/bot:token/test/:method', '/bot/:method'])
      server.all(path, options, call)
    server.get('/file/bot:token/*', options, (request, reply) => {
      const { token = '', '*': path = '' } = request.params as Record<string, string>
      const bot = state.bots.byToken(token)
      if (!bot) return respond(reply, refused(new TelegramRefusal(401, 'Unauthorized')))
      const found = state.files.byPath(bot.id, path)
      if (!found) return respond(reply, refused(new TelegramRefusal(404, 'Not Found')))
      return reply.type('application/octet-stream').send(Buffer.from(found.bytes))
    })
  }

const serverError = new TelegramRefusal(500, 'Internal Server Error')

/** In the platform's order: token, method, parameters; then chat and send, which each method knows. */
async function serveMethod(state: TelegramState, polling: Polling, request: FastifyRequest, reply: FastifyReply) {
  const { token = '', method: given = '' } = request.params as Record<string, string>
  const http = { request, reply }
  if (request.method !== 'GET' && request.method !== 'POST')
    return respond(reply, refused(new TelegramRefusal(405, 'Method Not Allowed')))
  let bot: Bot
  try {
    bot = requireToken(state, token)
  } catch (error) {
    return respond(reply, refused(error))
  }
  const name = nameOf.get(given.toLowerCase())
  if (name === undefined)
    return serveCall(state.frame, http, factsOf(bot, given, nothing), () => refused(unknownMethod))
  const parameters = attempt(() => readParameters(request))
  if ('refusal' in parameters)
    return serveCall(state.frame, http, factsOf(bot, name, nothing), () => parameters.refusal)
  const facts = factsOf(bot, name, parameters.value)
  if (name !== 'getUpdates')
    return serveCall(state.frame, http, facts, () => answerOf(() => methods[name]?.(state, bot, parameters.value)))
  const updates = await polling.getUpdates(bot, parameters.value, request).then(
    (done) => answerOf(() => done),
    (error: unknown) => refused(error),
  )
  return serveCall(state.frame, http, facts, () => updates)
}

const nothing: CallParameters = { values: new Map(), files: new Map() }
const unknownMethod = new TelegramRefusal(404, 'Not Found: method not found')

function attempt<T>(work: () => T): { readonly value: T } | { readonly refusal: StandInAnswer } {
  try {
    return { value: work() }
  } catch (error) {
    return { refusal: refused(error) }
  }
}

function requireToken(state: TelegramState, token: string): Bot {
  if (!/^[1-9]\d*:/.test(token) || token.length > 80)
    throw new TelegramRefusal(401, 'Unauthorized: invalid token specified')
  const bot = state.bots.byToken(token)
  if (!bot) throw new TelegramRefusal(401, 'Unauthorized')
  return bot
}

function factsOf(bot: Bot, name: string, { values, files }: CallParameters): CallFacts {
  const attached = [...files].map(([id, { fileName, bytes }]) => [id, { file: fileName, sizeBytes: bytes.length }])
  const request = Object.fromEntries([...values, ...attached])
  return { channel: 'telegram', method: name, account: bot.username, recipient: values.get('chat_id') ?? null, request }
}

function answerOf(work: () => Done<unknown> | undefined): StandInAnswer {
  try {
    const done = work()
    if (!done) return refused(serverError)
    const { result, description, effect, messageIds = [] } = done
    const body = { ok: true, result, ...(description ? { description } : {}) } satisfies ApiSuccess<unknown> & {
      readonly description?: string
    }
    return { status: 200, body, effect, messageIds: messageIds.map(String) }
  } catch (error) {
    return refused(error)
  }
}

function refused(error: unknown): StandInAnswer {
  if (!(error instanceof TelegramRefusal)) throw error
  const { code, message, parameters } = error
  const retryAfter = parameters?.retry_after
  return {
    status: code,
    body: {
      ok: false,
      error_code: code,
      description: message,
      ...(parameters ? { parameters } : {}),
    } satisfies ApiError,
    effect: false,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  }
}
