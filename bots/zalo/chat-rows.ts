import { z } from 'zod'
import type { ApiResult, ZaloApi } from './api.ts'
import type { Urgency } from './call-budget.ts'

/** One message as Zalo reads it back; `src` 0 is the account, 1 the person. */
export type ChatRow = z.infer<typeof row>

/** At most ten rows a page, newest first. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const rowsPerPage = 10

export type RowsAnswer =
  /** `last`: nothing lies behind this page. */
  | { readonly kind: 'rows'; readonly rows: readonly ChatRow[]; readonly last: boolean }
  | { readonly kind: 'later'; readonly retryAfterMs: number }
  | { readonly kind: 'none'; readonly code: string }

/** A page of the newest message of each chat, or of the messages with one person. */
export async function readRows(
  api: ZaloApi,
  page: number,
  userId?: string,
  urgency: Urgency = 'spare',
): Promise<RowsAnswer> {
  const asked = { ...(userId === undefined ? {} : { user_id: userId }), offset: page * rowsPerPage, count: rowsPerPage }
  const path = userId === undefined ? '/v2.0/oa/listrecentchat' : '/v2.0/oa/conversation'
  const result = await api({ method: 'GET', root: 'api', path: packed(path, asked), urgency })
  if (result.kind === 'failed') return refusedRows(result)
  const given = z.array(z.unknown()).safeParse(result.data)
  if (!given.success) return { kind: 'none', code: 'no-rows' }
  // A row that cannot be read hides no other.
  const rows = given.data.flatMap((each) => row.safeParse(each).data ?? [])
  return { kind: 'rows', rows, last: given.data.length < rowsPerPage }
}

/** GET parameters go as one JSON value. */
export const packed = (path: string, data: object): string => `${path}?data=${encodeURIComponent(JSON.stringify(data))}`

function refusedRows({ meaning, facts }: Extract<ApiResult, { kind: 'failed' }>): RowsAnswer {
  if (meaning.kind === 'throttled') return { kind: 'later', retryAfterMs: meaning.retryAfterMs }
  return { kind: 'none', code: facts.code ?? meaning.kind }
}

const text = z.string().catch('')
const id = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1))
const row = z.looseObject({
  src: z.coerce.number(),
  time: z.coerce.number().positive(),
  message_id: id,
  type: text,
  message: text,
  from_id: id.optional().catch(undefined),
  from_display_name: text,
  to_id: id.optional().catch(undefined),
  url: text,
  description: text,
  links: z.array(z.looseObject({ url: text })).catch([]),
})
