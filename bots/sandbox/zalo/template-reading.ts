import { z } from 'zod'
import { accepted } from './call-parameters.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { type Effect, refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import { phoneCostVnd, templateStatuses } from './templates.ts'
import type { ZaloWorld } from './world.ts'

const number = z.string().regex(/^\d+$/).transform(Number)
/** At most a hundred a page; a status is its place in the list, from 1. */
const page = z.strictObject({
  offset: number.default(0),
  limit: number.pipe(z.number().min(1).max(100)).default(100),
  status: number.pipe(z.number().min(1).max(templateStatuses.length)).optional(),
})

/** GET business /template/all */
export function allTemplates({ frame }: ZaloWorld, { templates }: OfficialAccount, query: unknown): Effect {
  const { offset, limit, status } = accepted(page, query, readSwitches(frame.store), -100)
  const fitting = templates.filter((one) => status === undefined || one.status === templateStatuses[status - 1])
  const data = fitting.slice(offset, offset + limit).map(({ id, name, status: now, createdAt }) => ({
    // A number here and a text below: fields vary, and readers must bear it.
    ...{ templateId: Number(id), templateName: name, createdTime: Date.parse(createdAt), status: now },
    templateQuality: 'UNDEFINED',
  }))
  return { data, effect: false, beside: { metadata: { total: fitting.length } } }
}

/** GET business /template/info/v2 */
export function templateInfo({ frame }: ZaloWorld, { templates }: OfficialAccount, query: unknown): Effect {
  const asked = accepted(z.strictObject({ template_id: z.string() }), query, readSwitches(frame.store), -109)
  const found = templates.find(({ id }) => id === asked.template_id)
  if (!found) throw refusal(-109, 'template id is invalid')
  const { id, name, status, params, tag, costVnd, byPhone } = found
  const data = {
    ...{ templateId: id, templateName: name, status, listParams: params.map((one) => ({ ...one, acceptNull: false })) },
    ...{ listButtons: [], timeout: 7_200_000, previewUrl: '', templateQuality: 'UNDEFINED', templateTag: tag },
    ...{ price: String(byPhone ? phoneCostVnd(found) : costVnd), applyTemplateQuota: false },
    ...{ price_uid: String(costVnd), ...(byPhone ? { price_sdt: String(phoneCostVnd(found)) } : {}) },
  }
  return { data, effect: false }
}
