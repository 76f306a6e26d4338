import type { ChannelPorts } from '../../src/channels/channel.ts'
import { type Locale, locales, type Say } from '../../src/texts.ts'
import type { Reply, TelegramClient } from './client.ts'
import type { TelegramSecrets, TelegramSettings } from './config.ts'
import { allowedUpdates } from './poll.ts'

type House = {
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
  const { settings, secrets, client } = house
  if (settings.webhookUrl && secrets.webhookSecret) {
    const hook = { url: settings.webhookUrl, secret_token: secrets.webhookSecret, allowed_updates: allowedUpdates }
    replies.push(await client.call('setWebhook', hook))
  }
  const failed = replies.find((reply) => reply.kind !== 'ok')
  if (failed)
    house.ports.log.warn({ method: failed.method, code: codeOf(failed) }, 'Telegram did not take the set-up of the bot')
  return failed === undefined
}

/** Vietnamese is also what everybody gets whose language has no texts of its own. */
async function describeIn({ client, say }: House, locale: Locale): Promise<readonly Reply<unknown>[]> {
  const language = locale === 'vi' ? {} : { language_code: locale }
  const menu = commands.map((command) => ({ command, description: say(locale, `telegram-command-${command}`) }))
  return [
    await client.call('setMyCommands', { commands: menu, ...language }),
    await client.call('setMyDescription', { description: say(locale, 'telegram-description'), ...language }),
    await client.call('setMyShortDescription', {
      short_description: say(locale, 'telegram-short-description'),
      ...language,
    }),
  ]
}

export const codeOf = (reply: Reply<unknown>): string => (reply.kind === 'ok' ? 'ok' : String(reply.code))
