import { z } from 'zod'
import type { ZaloApi } from './api.ts'
import { packed } from './chat-rows.ts'
import { isPhoneAddress } from './reach.ts'

/** When this person last interacted, by Zalo's own word: null for never, undefined when it cannot be told now. */
export async function lastInteractionOf(api: ZaloApi, userId: string): Promise<Date | null | undefined> {
  if (isPhoneAddress(userId)) return undefined
  const result = await api({
    method: 'POST',
    root: 'api',
    path: '/v3.0/oa/quota/message',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: userId }),
  })
  if (result.kind === 'failed') return undefined
  const given = quota.safeParse(result.data)
  if (!given.success) return undefined
  const at = given.data.last_interaction
  return at > 0 ? new Date(at) : null
}

const quota = z.looseObject({
  last_interaction: z
    .union([z.string().regex(/^-?\d{0,15}$/), z.number().int(), z.null()])
    .transform((at) => Number(at ?? 0)),
})

/** Asks for a person's name once, and again only after this time where there was none; webhooks bring no names. */
const askAgainAfterMs = 6 * 3_600_000
const people = 5_000

export function createNames(api: ZaloApi, now: () => Date): (userId: string) => Promise<string | undefined> {
  const asked = new Map<string, { readonly at: number; readonly name: string | undefined }>()
  return async (userId) => {
    const known = asked.get(userId)
    if (isPhoneAddress(userId)) return undefined
    if (known && (known.name !== undefined || now().getTime() - known.at < askAgainAfterMs)) return known.name
    const path = packed('/v3.0/oa/user/detail', { user_id: userId })
    const result = await api({ method: 'GET', root: 'api', path, urgency: 'spare' })
    // Busy now is no reason to know less later.
    if (result.kind === 'failed' && result.meaning.kind === 'throttled') return undefined
    const detail = result.kind === 'done' ? person.safeParse(result.data).data : undefined
    const name = (detail?.display_name || detail?.user_alias)?.normalize('NFC').trim() || undefined
    if (asked.size >= people) asked.clear()
    asked.set(userId, { at: now().getTime(), name })
    return name
  }
}

const person = z.looseObject({ display_name: z.string().catch(''), user_alias: z.string().catch('') })
