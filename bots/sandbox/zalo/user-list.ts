import { z } from 'zod'
import { accepted, packed } from './call-parameters.ts'
import type { ChatState } from './chats.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { type Effect, refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import { vietnamDay } from './vietnam-time.ts'
import type { ZaloWorld } from './world.ts'

/** Fifty a page, and nothing behind the offset 9,951. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const asked = z.strictObject({
  offset: z.number().int().min(0).max(9951),
  count: z.number().int().min(1).max(50),
  tag_name: z.string().optional(),
  last_interaction_period: z
    .string()
    .regex(/^(TODAY|YESTERDAY|L7D|L30D|\d{4}_\d{2}_\d{2}:\d{4}_\d{2}_\d{2})$/)
    .optional(),
  is_follower: z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]).optional(),
})

/** GET /v3.0/oa/user/getlist */
export function listUsers({ chats, frame }: ZaloWorld, account: OfficialAccount, query: unknown): Effect {
  const { offset, count, ...given } = packed(asked, query, readSwitches(frame.store))
  const now = frame.clock.now()
  const fits = (chat: ChatState) =>
    given.tag_name === undefined &&
    (given.is_follower === undefined || chat.follows === given.is_follower) &&
    (given.last_interaction_period === undefined || isWithin(chat, given.last_interaction_period, now))
  const all = chats.contacts(account.oaId).filter(fits)
  const users = all.slice(offset, offset + count).map(({ userId }) => ({ user_id: userId }))
  return { data: { total: all.length, count: users.length, offset, users }, effect: false }
}

const dayMs = 86_400_000

function isWithin({ lastInteractionAt }: ChatState, period: string, now: Date): boolean {
  if (lastInteractionAt === null) return false
  const day = vietnamDay(lastInteractionAt)
  const ago = (days: number) => vietnamDay(new Date(now.getTime() - days * dayMs))
  if (period === 'TODAY') return day === ago(0)
  if (period === 'YESTERDAY') return day === ago(1)
  if (period === 'L7D') return day >= ago(7)
  if (period === 'L30D') return day >= ago(30)
  const [from = '', to = ''] = period.replaceAll('_', '-').split(':')
  return day >= from && day <= to
}

const ofPerson = z.strictObject({ user_id: z.string().min(1) })
const ofAccount = z.strictObject({
  quota_owner: z.enum(['OA', 'APP']),
  product_type: z.enum(['cs', 'transaction']),
  quota_type: z.enum(['sub_quota', 'purchase_quota', 'reward_quota']),
})

/** POST /v3.0/oa/quota/message: how one person stands, or what the account has left. */
export function messageQuota(world: ZaloWorld, account: OfficialAccount, body: unknown): Effect {
  const { chats, frame } = world
  const switches = readSwitches(frame.store)
  if (typeof body === 'object' && body !== null && 'quota_owner' in body) {
    const { product_type: product, quota_type: type } = accepted(ofAccount, body, switches)
    const left = product === 'cs' && type === 'sub_quota' ? world.bills.packageQuota(account) : undefined
    const shown = left ? [{ asset_id: `sub-${account.oaId}`, product_type: product, quota_type: type, ...left }] : []
    return { data: shown, effect: false }
  }
  const person = frame.people.byUserId('zalo', accepted(ofPerson, body, switches).user_id)
  if (!person) throw refusal(-201, 'user_id is invalid')
  const { lastInteractionAt, replies } = chats.state({ oaId: account.oaId, userId: person.userId })
  const total = switches.replyCapIn48h ?? 8
  const remain = switches.replyCapIn48h === null ? total : Math.max(0, total - replies)
  const data = {
    last_interaction: lastInteractionAt ? String(lastInteractionAt.getTime()) : '0',
    cs_reply: { remain, total },
    promotion: { daily_remain: 1, daily_total: 1, monthly_remain: 30, monthly_total: 30 },
  }
  return { data, effect: false }
}
