import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { acceptOnlyJson } from '../control.ts'
import { giveCode } from './consent-codes.ts'
import { type OaState, readOaState, writeOaState } from './oa-state.ts'
import { refreshLifeMs } from './oauth.ts'
import { newOfficialAccount, type OfficialAccount } from './official-accounts.ts'
import { type Hands, keyOf } from './person-chat.ts'
import { type GestureName, gestures } from './person-side.ts'
import { readSwitches, writeSwitches } from './switches.ts'
import { type Template, templateStatuses } from './templates.ts'
import { accountOf, webhookControls } from './webhook-control.ts'
import type { ZaloWorld } from './world.ts'

const gestureNames = Object.keys(gestures) as [GestureName, ...GestureName[]]
const personPath = z.object({ id: z.string() })
const templateChange = z.strictObject({ status: z.enum(templateStatuses) })
const consentBody = z.strictObject({ challenge: z.string().nullable().default(null) })
const sinceQuery = z.object({ since: z.coerce.number().int().min(0).default(0) })
const oaQuery = z.object({ oaId: z.string().optional() })

/** The administrator's console at Zalo, and the hands of the people on their phones. */
export const zaloControlRoutes =
  (world: ZaloWorld): FastifyPluginAsync =>
  async (server) => {
    acceptOnlyJson(server)
    const { accounts, frame } = world
    server.get('/oas', () => ({ oas: accounts.all().map(shownAccount) }))
    server.post('/oas', (request) => {
      const refreshExpiresAt = new Date(frame.clock.now().getTime() + refreshLifeMs)
      return { oa: shownAccount(accounts.register(newOfficialAccount.parse(request.body), refreshExpiresAt)) }
    })
    server.post<{ Params: { oaId: string } }>('/oas/:oaId/consent', (request) => ({
      code: giveCode(frame, request.params.oaId, consentBody.parse(request.body ?? {}).challenge),
    }))
    server.post<{ Params: { oaId: string } }>('/oas/:oaId/revoke', (request) => {
      const none = { accessToken: null, accessExpiresAt: null, refreshToken: null, refreshExpiresAt: null }
      accounts.writeTokens(request.params.oaId, none)
      return {}
    })
    server.post<{ Params: { oaId: string } }>('/oas/:oaId/state', (request) => ({
      state: changeState(world, accountOf(world, request.params.oaId), request.body),
    }))
    server.post<{ Params: { oaId: string; id: string } }>('/oas/:oaId/templates/:id', (request) => {
      const account = accountOf(world, request.params.oaId)
      changeTemplate(world, account, request.params.id, templateChange.parse(request.body).status)
      return { oa: shownAccount(accountOf(world, account.oaId)) }
    })
    server.get<{ Params: { oaId: string } }>('/oas/:oaId/state', (request) => ({
      state: readOaState(frame.store, request.params.oaId),
    }))
    server.get('/bills', (request) => ({ bills: world.bills.list(sinceQuery.parse(request.query).since) }))
    webhookControls(server, world)
    server.get('/switches', () => ({ switches: readSwitches(frame.store) }))
    server.post('/switches', (request) => ({ switches: writeSwitches(frame.store, request.body) }))
    for (const name of gestureNames)
      server.post(`/people/:id/${name}`, (request) => gestures[name](handsOf(world, request), request.body))
    server.get('/people/:id/chat', (request) => {
      const hands = handsOf(world, request)
      const { lastInteractionAt, ...state } = world.chats.state(keyOf(hands))
      return { ...state, lastInteractionAt, messages: world.chats.messages(keyOf(hands)) }
    })
    server.get<{ Params: { messageId: string } }>('/people/:id/chat/:messageId/file', (request, reply) => {
      const { file } = world.chats.message(keyOf(handsOf(world, request)), request.params.messageId) ?? {}
      const bytes = file && world.assets.bytes(file.handle)
      if (!file || !bytes) return reply.code(404).send({ error: 'no such file' })
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`
      return reply.type('application/octet-stream').header('content-disposition', disposition).send(Buffer.from(bytes))
    })
  }

/** A change of the daily quota is told, as Zalo does. */
function changeState({ frame, webhooks }: ZaloWorld, account: OfficialAccount, changes: unknown): OaState {
  const before = readOaState(frame.store, account.oaId).dailyPhoneQuota
  const state = writeOaState(frame.store, account.oaId, changes)
  const quota = { prev_value: String(before), new_value: String(state.dailyPhoneQuota) }
  const event = { event_name: 'change_oa_daily_quota', oa_id: account.oaId, quota }
  if (before !== state.dailyPhoneQuota) webhooks.emit(account, event, { zns: true })
  return state
}

function changeTemplate(
  { accounts, webhooks }: ZaloWorld,
  account: OfficialAccount,
  id: string,
  to: Template['status'],
): void {
  const template = account.templates.find((one) => one.id === id)
  if (!template) throw Object.assign(new Error('no such template'), { statusCode: 404 })
  accounts.setTemplateStatus(account.oaId, id, to)
  const status = { prev_status: template.status, new_status: to }
  const event = { event_name: 'change_template_status', oa_id: account.oaId, template_id: id, reason: '', status }
  webhooks.emit(account, event, { zns: true })
}

/** Whose phone and which account; the first account when none is named. */
function handsOf(world: ZaloWorld, request: { readonly params: unknown; readonly query: unknown }): Hands {
  const person = world.frame.people.byId(personPath.parse(request.params).id)
  const { oaId } = oaQuery.parse(request.query)
  if (person?.channel !== 'zalo') throw Object.assign(new Error('no such person on Zalo'), { statusCode: 404 })
  return { person, account: accountOf(world, oaId), world }
}

/** Without the keys: whoever registered them knows them. */
function shownAccount({ oaId, appId, name, package: tier, templates, billedVnd, ...tokens }: OfficialAccount) {
  return { oaId, appId, name, package: tier, templates, billedVnd, accessExpiresAt: tokens.accessExpiresAt }
}
