import type { Dispatcher } from 'undici'
import type { Channel, ChannelHealth, ChannelPorts } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { createTexts, type Say } from '../../src/texts.ts'
import { codeOf, setUp } from './care.ts'
import { createTelegramClient, type TelegramClient } from './client.ts'
import { telegramSecrets, telegramSettings } from './config.ts'
import { examineBot } from './examine.ts'
import { redact } from './outcome.ts'
import { pollTelegram } from './poll.ts'
import { readTelegramUpdate } from './receive.ts'
import { renderTelegram } from './render.ts'
import { deletableForMs, reviseMessage } from './revise.ts'
import { sendFiles } from './send-files.ts'
import { sendText } from './send-text.ts'
import type { Sender } from './sender.ts'
import type { TelegramPart } from './telegram-part.ts'
import { watchUnknownChats } from './unknown-chats.ts'
import { verifyTelegramWebhook } from './verify.ts'

export type TelegramChannelOptions = {
  readonly apiRoot: string
  /** As stored with the account; checked here. */
  readonly settings: unknown
  readonly say?: Say
  /** Carries the proxy settings of the house. */
  readonly dispatcher?: Dispatcher
}

/** https://core.telegram.org/bots/api#answercallbackquery (read November 2026) */
const noticeLimit = 200

/** One bot. Reads its secrets once; wrong secrets or settings throw here, at the start. An unreachable platform does not. */
export async function createTelegramChannel(ports: ChannelPorts, options: TelegramChannelOptions): Promise<Channel> {
  const settings = telegramSettings.parse(options.settings ?? {})
  const secrets = telegramSecrets.parse(await ports.secrets.read())
  const say = options.say ?? createTexts().say
  const { apiRoot, dispatcher } = options
  const client = createTelegramClient({ token: secrets.token, apiRoot, ...(dispatcher ? { dispatcher } : {}) })
  const house = { client, ports, say, settings, secrets }
  let nameIsFresh = false
  const setUpWhatIsLeft = setUp(house)
  const watch = watchUnknownChats(ports)

  const channel: Channel = {
    accountId: ports.accountId,
    name: 'telegram',
    pace: settings.pace,
    // A person who never pressed Start is told apart by the platform's refusal.
    reach: () => ({ kind: 'message', costVnd: 0 }),
    render: (outgoing) => renderTelegram(outgoing, say),
    async send(address, part, { inAnswer = false } = {}) {
      const outcome = await send({ client, ports, address, inAnswer, settings }, part.body as TelegramPart)
      await watch(outcome)
      return outcome
    },
    deletableForMs,
    revise: (address, sent, change) => reviseMessage({ client, ports }, address, sent, change),
    read: (payload) => readTelegramUpdate(payload, ports.clock.now()),
    async acknowledge(acknowledgement, notice) {
      const text = notice ? { text: [...notice].slice(0, noticeLimit).join('') } : {}
      const reply = await client.call(
        'answerCallbackQuery',
        { callback_query_id: acknowledgement, ...text },
        { timeoutMs: 10_000 },
      )
      if (reply.kind !== 'ok') ports.log.debug({ code: codeOf(reply) }, 'Telegram did not take the answer to a tap')
    },
    verifyWebhook: (request) => verifyTelegramWebhook(request, secrets.webhookSecret),
    poll: (keep, signal) => pollTelegram(client, ports, keep, signal),
    async care() {
      // BotFather may have given the bot another name since.
      if (!nameIsFresh) nameIsFresh = await learnName(client, ports, channel)
      await setUpWhatIsLeft()
    },
    check: () => check(client),
    examine: () => examineBot(house),
  }
  const { username } = await ports.memory.read()
  if (typeof username === 'string') channel.startLink = linkTo(username)
  else nameIsFresh = await learnName(client, ports, channel)
  return channel
}

function send(sender: Sender, part: TelegramPart): Promise<SendOutcome> {
  if (part.kind === 'document') return sendFiles(sender, [part.file])
  return part.kind === 'album' ? sendFiles(sender, part.files) : sendText(sender, part)
}

/** At most 64 characters of A-Z a-z 0-9 _ - . https://core.telegram.org/bots/features#deep-linking (read November 2026) */
const linkTo = (username: string) => (parameter: string) => {
  if (!/^[\w-]{1,64}$/.test(parameter)) throw new Error('Telegram does not carry this start parameter')
  return `https://t.me/${username}?start=${parameter}`
}

async function learnName(client: TelegramClient, ports: ChannelPorts, channel: Channel): Promise<boolean> {
  const me = await client.call('getMe', {}, { timeoutMs: 5_000 })
  const username = me.kind === 'ok' ? me.result.username : undefined
  if (typeof username !== 'string') return false
  channel.startLink = linkTo(username)
  await ports.memory.write({ username })
  return true
}

async function check(client: TelegramClient): Promise<ChannelHealth> {
  const me = await client.call('getMe', {}, { timeoutMs: 5_000 })
  if (me.kind === 'ok') return { kind: 'ok', detail: `@${me.result.username}` }
  const detail = me.kind === 'refused' ? redact(me.description) : me.kind
  return { kind: 'failing', code: codeOf(me), detail }
}
