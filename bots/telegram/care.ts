import type { ChannelPorts } from '../../src/channels/channel.ts'
import { type Locale, locales, type Say } from '../../src/texts.ts'
import type { Reply, TelegramClient } from './client.ts'
import type { TelegramSecrets, TelegramSettings } from './config.ts'
import { allowedUpdates } from './poll.ts'

export type House = {
  readonly client: TelegramClient
  readonly ports: ChannelPorts
  readonly say: Say
  readonly settings: TelegramSettings
  readonly secrets: TelegramSecrets
}

const commands = ['help', 'mydata', 'stop'] as const

/** Puts commands, descriptions and, when there is an address for it, the webhook in place. True when everything was taken. */
export async function setUpBot(house: House): Promise<boolean> {
  const replies: Reply<unknown>[] = []
  for (const locale of locales) replies.push(...(await describeIn(house, locale)))
  const hook = webhookOf(house)
  if (hook) {
    const { url, secret } = hook
    replies.push(await house.client.call('setWebhook', { url, secret_token: secret, allowed_updates: allowedUpdates }))
  }
  const failed = replies.find((reply) => reply.kind !== 'ok')
  if (failed)
    house.ports.log.warn({ method: failed.method, code: codeOf(failed) }, 'Telegram did not take the set-up of the bot')
  return failed === undefined
}

/** Where updates are to be sent; without an address and a secret they are fetched. */
export function webhookOf({ settings, secrets }: Pick<House, 'settings' | 'secrets'>) {
  const [url, secret] = [settings.webhookUrl, secrets.webhookSecret]
  return url && secret ? { url, secret } : undefined
}

/** The desk talks to people in private, and a menu of that scope goes before any other. https://core.telegram.org/bots/api#botcommandscope */
export const menuIn = (locale: Locale) => ({ scope: { type: 'all_private_chats' as const }, ...languageOf(locale) })

export const commandsIn = (say: Say, locale: Locale) =>
  commands.map((command) => ({ command, description: say(locale, `telegram-command-${command}`) }))

/** Vietnamese is also what everybody gets whose language has no texts of its own. */
const languageOf = (locale: Locale) => (locale === 'vi' ? {} : { language_code: locale })

async function describeIn({ client, say }: House, locale: Locale): Promise<readonly Reply<unknown>[]> {
  const description = say(locale, 'telegram-description')
  const short = say(locale, 'telegram-short-description')
  return [
    await client.call('setMyCommands', { commands: commandsIn(say, locale), ...menuIn(locale) }),
    await client.call('setMyDescription', { description, ...languageOf(locale) }),
    await client.call('setMyShortDescription', { short_description: short, ...languageOf(locale) }),
  ]
}

export const codeOf = (reply: Reply<unknown>): string => (reply.kind === 'ok' ? 'ok' : String(reply.code))
