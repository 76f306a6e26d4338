import { z } from 'zod'
import type { AccountNotes } from './account-notes.ts'
import type { ZaloApi } from './api.ts'

/** How many of the replies after 48 hours the package still pays for; what is told is noted. */
export async function askPackageQuota(api: ZaloApi, notes: Pick<AccountNotes, 'quota'>): Promise<number> {
  const result = await api({
    urgency: 'answer',
    method: 'POST',
    root: 'api',
    path: '/v3.0/oa/quota/message',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ quota_owner: 'OA', product_type: 'cs', quota_type: 'sub_quota' }),
  })
  const rows = result.kind === 'done' ? quotas.safeParse(result.data).data : undefined
  for (const { valid_through, ...quota } of rows ?? []) notes.quota({ ...quota, expired_date: valid_through })
  return (rows ?? []).reduce((sum, { remain }) => sum + remain, 0)
}

const quotas = z.array(
  z.looseObject({ valid_through: z.unknown().optional(), remain: z.coerce.number().int().min(0).catch(0) }),
)
