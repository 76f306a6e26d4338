import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ChannelAccount } from '../../../domain/accounts/account.ts'
import { telegramSeed, zaloSeed } from '../../../domain/accounts/account-seeds.ts'
import { accountKeysWrong, accountSettingsWrong } from '../../../domain/accounts/accounts.errors.ts'
import { addAccount } from '../../../domain/accounts/add-account.ts'
import { changeAccountSettings, switchAccount } from '../../../domain/accounts/change-account.ts'
import { removeKeys, replaceKeys } from '../../../domain/accounts/change-keys.ts'
import { ownAccount } from '../../../domain/accounts/own-account.ts'
import { pricesOf, readTemplates } from '../../../domain/accounts/read-templates.ts'
import { may, type StaffMember } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo } from '../../screen.ts'
import type { WebDeps } from '../../web-deps.ts'
import { keysSchemaOf, newAccount, typedAccount } from './account-keys.ts'
import { showSettings } from './settings-screen.ts'
import { readTelegramSettings } from './telegram-settings.ts'
import { keptZaloSettings, readZaloSettings } from './zalo-settings.ts'
import { isUnsureForm, unsureSettings } from './zalo-unsure.ts'

/** Adding an account, turning it on or off, its keys and its single settings. */
export function registerChangeAccounts(server: FastifyInstance, deps: WebDeps): void {
  const administrators = { config: { requires: may.administer } }

  server.post('/accounts', administrators, async (request, reply) => {
    const typed = typedAccount.parse(request.body)
    const given = newAccount.safeParse(request.body)
    if (!given.success) {
      const field = String(given.error.issues[0]?.path[0] ?? 'name').toLowerCase()
      const wrong = (say: (key: string) => string) => say(`pages-settings-account-wrong-${field}`)
      return showSettings(deps, request, reply, { account: typed, wrong })
    }
    const added = await attempt(addAccount(deps, { seed: seedOf(deps, given.data), by: staffOf(request) }))
    if ('value' in added) return goTo(reply, `/settings#account-${added.value}`, 'account-added')
    return showSettings(deps, request, reply, { account: typed, wrong: (say) => sentenceOf(say, added.refused) })
  })

  server.post('/accounts/:id/switches', administrators, async (request, reply) => {
    const { on, noteRead } = switchBody.parse(request.body)
    const turned = { accountId: idOf(request), on: on === 'yes', noteRead: noteRead === 'yes', by: staffOf(request) }
    await switchAccount(deps, turned)
    return goTo(reply, '/settings#accounts', turned.on ? 'account-on' : 'account-off')
  })

  server.post('/accounts/:id/settings', administrators, async (request, reply) => {
    const given = { accountId: idOf(request), by: staffOf(request) }
    const account = await ownAccount(deps, given)
    await changeAccountSettings(deps, { ...given, settings: await typedSettings(deps, account, request) })
    return goTo(reply, '/settings#accounts', 'settings-saved')
  })

  server.post('/accounts/:id/keys', administrators, async (request, reply) => {
    const given = { accountId: idOf(request), by: staffOf(request) }
    const { channel } = await ownAccount(deps, given)
    const typed = keysSchemaOf(channel)?.safeParse(request.body)
    if (!typed?.success) throw accountKeysWrong()
    const keys = Object.fromEntries(Object.entries<string | undefined>(typed.data).flatMap(pairIfGiven))
    await replaceKeys(deps, { ...given, keys })
    return goTo(reply, `/settings#account-${given.accountId}`, 'account-keys-replaced')
  })

  server.post('/accounts/:id/key-removals', administrators, async (request, reply) => {
    const given = { accountId: idOf(request), by: staffOf(request) }
    await removeKeys(deps, given)
    return goTo(reply, `/settings#account-${given.accountId}`, 'account-keys-removed')
  })
}

const switchBody = z.object({ on: z.enum(['yes', 'no']), noteRead: z.literal('yes').optional() })

const pairIfGiven = ([name, value]: readonly [string, string | undefined]): readonly (readonly [string, string])[] =>
  value === undefined ? [] : [[name, value]]

const seedOf = (deps: WebDeps, given: z.infer<typeof newAccount>) => {
  if (given.channel === 'zalo') {
    const { name, appId, appSecret, oaSecret } = given
    return zaloSeed(name, { appId, appSecret, oaSecret })
  }
  const { telegramWebhookUrl: webhookUrl } = deps.accounts
  return telegramSeed(deps, given.name, { token: given.token, webhookUrl })
}

async function typedSettings(deps: WebDeps, { id, channel, settings }: ChannelAccount, request: FastifyRequest) {
  const { body } = request
  if (channel === 'telegram') return readTelegramSettings(body)
  if (!isUnsureForm(body)) return pricedSettings(deps, { accountId: id, settings, by: staffOf(request) }, body)
  const unsure = unsureSettings.safeParse(body)
  if (!unsure.success) throw accountSettingsWrong()
  return unsure.data
}

/** The settings as typed, with the price of each template: asked anew where one is not known, or where the list was just looked at. */
async function pricedSettings(
  deps: WebDeps,
  account: { readonly accountId: string; readonly settings: unknown; readonly by: StaffMember },
  body: unknown,
) {
  const { listed, settings } = readZaloSettings(body)
  const ids = [...new Set(Object.values(settings.templates))].filter((id) => id !== undefined)
  const { templatePrices } = keptZaloSettings(account)
  const ask = listed || ids.some((id) => !templatePrices[id])
  const list = ask && ids.length > 0 ? await readTemplates(deps, { ...account, open: deps.accounts.open }) : undefined
  return { ...settings, templatePrices: pricesOf(ids, list, templatePrices) }
}
