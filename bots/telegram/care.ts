import type { ChannelPorts } from '../../src/channels/channel.ts'
import { type Locale, locales, type Say } from '../../src/texts.ts'
import type { Reply, TelegramClient } from './client.ts'
import type { TelegramSecrets, TelegramSettings } from './config.ts'
import { redact } from './outcome.ts'
import { allowedUpdates } from './poll.ts'

export type House = {
  readonly client: TelegramClient
  readonly ports: ChannelPorts
  readonly say: Say
  readonly settings: TelegramSettings
  readonly secrets: TelegramSecrets
}

const commands = ['help', 'mydata', 'stop'] as const

/** Puts commands, descriptions and, when there is an address for it, the webhook in place; asked again, it does what is left. */
export function setUp(house: House): () => Promise<void> {
  const left = new Set(stepsOf(house))
  return async () => {
    for (const step of left) {
      const reply = await step()
      if (reply.kind === 'ok') left.delete(step)
      else house.ports.log.warn(reasonOf(reply), 'Telegram did not take the set-up of the bot')
      // What does not answer now answers none of the others.
      if (reply.kind === 'not-written' || reply.kind === 'unknown') return
    }
  }
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

type Step = () => Promise<Reply<unknown>>

function stepsOf({ client, say, settings, secrets }: House): readonly Step[] {
  const hook = webhookOf({ settings, secrets })
  const listen: Step[] = hook
    ? [() => client.call('setWebhook', { url: hook.url, secret_token: hook.secret, allowed_updates: allowedUpdates })]
    : []
  const describe = locales.flatMap((locale): Step[] => {
    const description = say(locale, 'telegram-description')
    const short = say(locale, 'telegram-short-description')
    return [
      () => client.call('setMyCommands', { commands: commandsIn(say, locale), ...menuIn(locale) }),
      () => client.call('setMyDescription', { description, ...languageOf(locale) }),
      () => client.call('setMyShortDescription', { short_description: short, ...languageOf(locale) }),
    ]
  })
  return [...listen, ...describe]
}

const reasonOf = (reply: Reply<unknown>) => ({
  method: reply.method,
  code: codeOf(reply),
  ...(reply.kind === 'refused' ? { reason: redact(reply.description) } : {}),
})

export const codeOf = (reply: Reply<unknown>): string => (reply.kind === 'ok' ? 'ok' : String(reply.code))
