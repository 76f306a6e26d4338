import { z } from 'zod'
import type { OfficialAccount } from './official-accounts.ts'
import { type Effect, refusal } from './refusal.ts'
import type { ZaloWorld } from './world.ts'

/** GET /v2.0/oa/getoa: answers whatever the package, which is why a green answer here proves little. */
export function getOa({ say }: ZaloWorld, account: OfficialAccount): Effect {
  const packageName = say('vi', `zalo-package-${account.package}`)
  const data = {
    ...{ oa_id: account.oaId, name: account.name, description: '', oa_alias: account.name, is_verified: true },
    ...{ oa_type: 4, num_follower: 0, avatar: '', cover: '', package_name: packageName, linked_ZCA: 'stand-in' },
  }
  return { data, effect: false }
}

/** GET /v3.0/oa/user/detail */
export function userDetail({ chats, frame }: ZaloWorld, account: OfficialAccount, query: unknown): Effect {
  const person = frame.people.byUserId('zalo', packed(query).user_id)
  if (!person) throw refusal(-201, 'user_id is invalid')
  const { lastInteractionAt, follows } = chats.state({ oaId: account.oaId, userId: person.userId })
  const data = {
    ...{ user_id: person.userId, user_id_by_app: `9${person.userId}`, user_external_id: '', is_sensitive: false },
    ...{ display_name: person.name, user_alias: person.name, user_is_follower: follows },
    user_last_interaction_date: lastInteractionAt ? dayOf(lastInteractionAt) : '',
    ...{ avatar: '', avatars: { 120: '', 240: '' }, tags_and_notes_info: { notes: [], tag_names: [] } },
  }
  return { data, effect: false }
}

/** POST /v3.0/oa/quota/message for one person. */
export function messageQuota({ chats, frame }: ZaloWorld, account: OfficialAccount, body: unknown): Effect {
  const parsed = userQuery.safeParse(body)
  const person = parsed.success && frame.people.byUserId('zalo', parsed.data.user_id)
  if (!person) throw refusal(-201, 'user_id is invalid')
  const { lastInteractionAt } = chats.state({ oaId: account.oaId, userId: person.userId })
  const data = {
    last_interaction: lastInteractionAt ? String(lastInteractionAt.getTime()) : '0',
    cs_reply: { remain: 8, total: 8 },
    promotion: { daily_remain: 1, daily_total: 1, monthly_remain: 30, monthly_total: 30 },
  }
  return { data, effect: false }
}

/** GET business /template/all */
export function allTemplates({ templates }: OfficialAccount): Effect {
  const data = templates.map(({ id, name, status }) => ({ templateId: id, templateName: name, status }))
  return { data, effect: false }
}

/** GET business /template/info/v2 */
export function templateInfo({ templates }: OfficialAccount, templateId: string): Effect {
  const found = templates.find(({ id }) => id === templateId)
  if (!found) throw refusal(-109, 'template id is invalid')
  const params = found.params.map((name) => ({ name, require: true, type: 'STRING', maxLength: 100, minLength: 1 }))
  const price = {
    price: String(found.costVnd),
    price_uid: String(found.costVnd),
    price_sdt: String(found.costVnd + 100),
  }
  const data = { templateId: found.id, templateName: found.name, status: found.status, listParams: params, ...price }
  return { data, effect: false }
}

const userQuery = z.strictObject({ user_id: z.string().min(1) })

/** GET parameters come as one JSON value in `data`. */
function packed(query: unknown): z.infer<typeof userQuery> {
  const given = z.strictObject({ data: z.string() }).safeParse(query)
  try {
    return userQuery.parse(JSON.parse(given.data?.data ?? ''))
  } catch {
    throw refusal(-201, 'params is invalid')
  }
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10).split('-').reverse().join('/')
