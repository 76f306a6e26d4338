import { z } from 'zod'
import type { ChannelTemplate } from '../../src/channels/channel.ts'
import type { ApiResult, ZaloApi } from './api.ts'

/** https://docs.zaloplatforms.com/docs/ZBS, October 2026: a hundred a page; nobody has as many as this. */
const perPage = 100
const pages = 5

/** The templates that Zalo has approved or is looking at, with what each costs; undefined when it cannot be asked now. */
export async function listTemplates(api: ZaloApi): Promise<readonly ChannelTemplate[] | undefined> {
  const found: z.infer<typeof listed>[] = []
  for (let page = 0; page < pages; page++) {
    const result = await get(api, `/template/all?offset=${page * perPage}&limit=${perPage}`)
    const rows = result.kind === 'done' ? z.array(z.unknown()).safeParse(result.data).data : undefined
    if (!rows) return undefined
    found.push(...rows.flatMap((row) => listed.safeParse(row).data ?? []))
    if (rows.length < perPage) break
  }
  const templates: ChannelTemplate[] = []
  for (const { templateId } of found.filter(({ status }) => alive.has(status))) {
    const template = await readTemplate(api, templateId)
    if (template.kind === 'failed') return undefined
    if (template.kind === 'found') templates.push(template.template)
  }
  return templates
}

export type TemplateAnswer =
  | { readonly kind: 'found'; readonly template: ChannelTemplate; readonly status: string }
  /** Zalo knows no such template, or tells nothing that can be read. */
  | { readonly kind: 'none'; readonly code: string }
  | { readonly kind: 'failed'; readonly result: Extract<ApiResult, { kind: 'failed' }> }

export async function readTemplate(api: ZaloApi, templateId: string): Promise<TemplateAnswer> {
  const result = await get(api, `/template/info/v2?template_id=${encodeURIComponent(templateId)}`)
  if (result.kind === 'failed')
    return result.meaning.kind === 'rejected'
      ? { kind: 'none', code: result.facts.code ?? '' }
      : { kind: 'failed', result }
  const told = info.safeParse(result.data)
  if (!told.success) return { kind: 'none', code: 'unreadable' }
  const { templateName: name, status, listParams, price_uid: priceVnd, price_sdt: priceByPhoneVnd } = told.data
  const template = {
    ...{ id: templateId, name, approved: status === 'ENABLE', fields: listParams.map((param) => param.name) },
    ...(priceVnd === undefined ? {} : { priceVnd }),
    ...(priceByPhoneVnd === undefined ? {} : { priceByPhoneVnd }),
  }
  return { kind: 'found', template, status }
}

const get = (api: ZaloApi, path: string) => api({ method: 'GET', root: 'business', path, uncounted: true })

/** Refused and switched off ones are no choice. */
const alive = new Set(['ENABLE', 'PENDING_REVIEW'])

const id = z.union([z.string(), z.number()]).transform(String)
const listed = z.looseObject({ templateId: id, status: z.string().catch('') })
/** In VND, as text or number, perhaps with a fraction of nothing. */
const price = z
  .union([z.string().regex(/^\d+(\.\d+)?$/), z.number().min(0)])
  .transform((told) => Math.ceil(Number(told)))
  .optional()
  .catch(undefined)
const info = z.looseObject({
  templateName: z.string().catch('–'),
  status: z.string(),
  listParams: z.array(z.looseObject({ name: z.string() })).catch([]),
  price_uid: price,
  price_sdt: price,
})
