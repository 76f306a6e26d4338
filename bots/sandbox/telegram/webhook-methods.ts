import type { WebhookInfo } from '@grammyjs/types'
import type { Webhook } from './bots.ts'
import { method, type TelegramState } from './method.ts'
import { allowedUpdates, flag, integer, word } from './parameter-shapes.ts'
import { badRequest } from './refusal.ts'
import { knownKinds } from './update-kinds.ts'

const setShape = {
  url: word,
  ip_address: word.optional(),
  max_connections: integer.optional(),
  allowed_updates: allowedUpdates.optional(),
  drop_pending_updates: flag.optional(),
  secret_token: word.optional(),
}

/** https://core.telegram.org/bots/api#setwebhook */
export const setWebhook = method<'setWebhook', typeof setShape>(setShape, (state, bot, input) => {
  if (input.url === '') return removeWebhook(state, bot.id, bot.webhook, input.drop_pending_updates)
  checkUrl(input.url)
  state.flood.passWebhook(bot.id)
  const secret = input.secret_token
  if (secret !== undefined && secret.length > 256) throw badRequest('secret token is too long')
  if (secret !== undefined && !/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters')
  const maxConnections = Math.min(Math.max(input.max_connections ?? 40, 1), 100)
  const webhook: Webhook = { url: input.url, maxConnections, ...(secret ? { secretToken: secret } : {}) }
  const same = bot.webhook?.url === webhook.url && bot.webhook.secretToken === webhook.secretToken
  const allowed = input.allowed_updates ? { allowedUpdates: knownKinds(input.allowed_updates) } : {}
  state.bots.change(bot.id, { webhook, ...allowed })
  if (input.drop_pending_updates) state.updates.keepLast(bot.id, 0)
  state.updates.wake(bot.id)
  return { result: true, effect: true, description: same ? 'Webhook is already set' : 'Webhook was set' }
})

const deleteShape = { drop_pending_updates: flag.optional() }

export const deleteWebhook = method<'deleteWebhook', typeof deleteShape>(deleteShape, (state, bot, input) =>
  removeWebhook(state, bot.id, bot.webhook, input.drop_pending_updates),
)

export const getWebhookInfo = method<'getWebhookInfo', Record<never, never>>({}, (state, bot) => {
  const { webhook, allowedUpdates: allowed } = bot
  const info: WebhookInfo = {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: state.updates.count(bot.id),
    ...(webhook ? { ip_address: '127.0.0.1', max_connections: webhook.maxConnections } : {}),
    ...(webhook?.lastErrorAt
      ? { last_error_date: webhook.lastErrorAt, last_error_message: webhook.lastError ?? '' }
      : {}),
    ...(allowed && allowed.length > 0
      ? { allowed_updates: allowed as NonNullable<WebhookInfo['allowed_updates']> }
      : {}),
  }
  return { result: info, effect: false }
})

function removeWebhook(state: TelegramState, botId: number, before: Webhook | null, drop: boolean | undefined) {
  state.bots.change(botId, { webhook: null })
  if (drop) state.updates.keepLast(botId, 0)
  return {
    result: true,
    effect: true,
    description: before ? 'Webhook was deleted' : 'Webhook is already deleted',
  } as const
}

/** Plain HTTP and any port as an own server allows, but to this machine alone: a stand-in calls nobody else. */
function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw badRequest('invalid webhook URL specified')
  const { protocol, hostname, port } = new URL(url)
  const here = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  if (here && (protocol === 'http:' || protocol === 'https:')) return
  if (protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  if (!['', '443', '80', '88', '8443'].includes(port))
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
  throw badRequest('bad webhook: the sandbox delivers to this machine only')
}
