import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { acceptOnlyJson } from '../control.ts'
import type { Bots } from './bots.ts'
import type { Files } from './files.ts'
import type { Flood } from './flood.ts'
import type { TelegramHands } from './hands.ts'
import type { PhoneChat } from './phone-chat.ts'
import type { Switches } from './switches.ts'
import type { Updates } from './updates.ts'

/** What is done and seen outside the Bot API: by BotFather, by thumbs, by eyes. */
export type TelegramControl = {
  readonly bots: Bots
  readonly flood: Flood
  readonly switches: Switches
  readonly updates: Updates
  readonly hands: TelegramHands
  readChat(personId: string, bot?: string): PhoneChat
  /** A file that was sent in a chat, by the id the chat shows. */
  fileBytes: Files['bytesOf']
}

const bot = z.string().optional()
const newBot = z.strictObject({
  token: z.string().regex(/^[1-9]\d{5,12}:[\w-]{20,60}$/, 'must look like a bot token'),
  username: z.string().regex(/^[A-Za-z]\w{3,30}bot$/i, 'must end in "bot"'),
  name: z.string().min(1).max(64),
})
const wishes = {
  start: z.strictObject({ parameter: z.string().optional(), bot }),
  text: z.strictObject({ text: z.string(), bot }),
  edit: z.strictObject({ messageId: z.number().int(), text: z.string().min(1), bot }),
  tap: z.strictObject({ messageId: z.number().int(), data: z.string(), late: z.boolean().optional(), bot }),
  /** `data` is base64. */
  file: z.strictObject({
    name: z.string().min(1).max(255),
    data: z.base64(),
    mediaType: z.string().optional(),
    caption: z.string().max(1024).optional(),
    bot,
  }),
  sticker: z.strictObject({ emoji: z.string().optional(), bot }),
  /** Without `of` their own number. */
  contact: z.strictObject({
    of: z
      .strictObject({ phone: z.string().min(1), firstName: z.string().min(1), userId: z.number().int().optional() })
      .optional(),
    bot,
  }),
  block: z.strictObject({ bot }),
  unblock: z.strictObject({ bot }),
  'delete-chat': z.strictObject({ block: z.boolean().optional(), bot }),
  deactivate: z.strictObject({}),
}
const floodChange = z.strictObject({
  on: z.boolean().optional(),
  perSecond: z.number().positive().optional(),
  burst: z.number().positive().optional(),
  chatPerSecond: z.number().positive().optional(),
  chatBurst: z.number().positive().optional(),
})
const switchChange = z.strictObject({
  strictParameters: z.boolean().optional(),
  pollSlowDown: z.boolean().optional(),
  holdUpdates: z.boolean().optional(),
  repeatUpdates: z.number().min(0).max(1).optional(),
})
const deliverAgain = z.strictObject({ updateIds: z.array(z.number().int()).min(1).max(1000), bot })

/** A person's hands over HTTP, and the settings of the stand-in. */
export const telegramControlRoutes =
  (telegram: TelegramControl): FastifyPluginAsync =>
  async (server) => {
    acceptOnlyJson(server)
    const { hands } = telegram
    const botNamed = (name: string | undefined) => {
      const bots = telegram.bots.all()
      const found = name === undefined ? bots.at(-1) : bots.find(({ username }) => username === name)
      if (!found) throw Object.assign(new Error('There is no such bot'), { statusCode: 404 })
      return found
    }
    server.get('/bots', () => ({
      bots: telegram.bots.all().map(({ id, username, name, profile }) => ({ id, username, name, profile })),
    }))
    server.post('/bots', (request) => {
      const { id, username, name } = telegram.bots.register(newBot.parse(request.body))
      return { bot: { id, username, name } }
    })
    server.get('/flood', () => telegram.flood.settings())
    server.post('/flood', (request) => {
      telegram.flood.set(strip(floodChange.parse(request.body)))
      return telegram.flood.settings()
    })
    server.get('/switches', () => telegram.switches.read())
    server.post('/switches', (request) => {
      telegram.switches.set(strip(switchChange.parse(request.body)))
      for (const { id } of telegram.bots.all()) telegram.updates.wake(id)
      return telegram.switches.read()
    })
    server.get('/updates', (request) => {
      const { id } = botNamed(z.object({ bot }).parse(request.query).bot)
      const waiting = telegram.updates.waiting(id, 100_000).map(({ update }) => update.update_id)
      return { waiting, updates: telegram.updates.history(id) }
    })
    server.post('/updates/deliver', (request) => {
      const { updateIds, bot: name } = deliverAgain.parse(request.body)
      telegram.updates.deliverAgain(botNamed(name).id, updateIds)
      return { delivered: updateIds }
    })
    const post = <T>(name: keyof typeof wishes, schema: z.ZodType<T>, act: (id: string, wish: T) => unknown) =>
      server.post(`/people/:id/${name}`, (request) => {
        const { id } = z.object({ id: z.string() }).parse(request.params)
        return { done: act(id, schema.parse(request.body ?? {})) ?? true }
      })
    post('start', wishes.start, (id, wish) => hands.start(id, strip(wish)))
    post('text', wishes.text, (id, wish) => hands.text(id, strip(wish)))
    post('edit', wishes.edit, (id, wish) => hands.edit(id, strip(wish)))
    post('tap', wishes.tap, (id, wish) => hands.tap(id, strip(wish)))
    post('file', wishes.file, (id, { data, ...wish }) =>
      hands.file(id, { ...strip(wish), bytes: Buffer.from(data, 'base64') }),
    )
    post('sticker', wishes.sticker, (id, wish) => hands.sticker(id, strip(wish)))
    post('contact', wishes.contact, (id, { of, ...wish }) =>
      hands.contact(id, { ...strip(wish), ...(of ? { of: strip(of) } : {}) }),
    )
    post('block', wishes.block, (id, wish) => hands.block(id, strip(wish)))
    post('unblock', wishes.unblock, (id, wish) => hands.unblock(id, strip(wish)))
    post('delete-chat', wishes['delete-chat'], (id, wish) => hands.deleteChat(id, strip(wish)))
    post('deactivate', wishes.deactivate, (id) => hands.deactivate(id))
    server.get('/people/:id/chat', (request) => {
      const { id } = z.object({ id: z.string() }).parse(request.params)
      return telegram.readChat(id, z.object({ bot }).parse(request.query).bot)
    })
    server.get('/files/:fileId', (request, reply) => {
      const { fileId } = z.object({ fileId: z.string() }).parse(request.params)
      const found = telegram.fileBytes(fileId)
      if (!found) return reply.code(404).send({ error: 'There is no such file' })
      const name = encodeURIComponent(found.file.name)
      // Always a download: what a bot sent must never run as a page of the console's origin.
      reply
        .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
        .header('x-content-type-options', 'nosniff')
      return reply.type('application/octet-stream').send(Buffer.from(found.bytes))
    })
  }

type Stripped<T> = { [K in keyof T]: Exclude<T[K], undefined> }
const strip = <T extends object>(value: T): Stripped<T> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Stripped<T>
