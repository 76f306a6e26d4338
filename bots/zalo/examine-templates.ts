import type { Finding } from '../../src/channels/channel.ts'
import type { ZaloApi } from './api.ts'
import type { ZaloSettings } from './config.ts'
import { readTemplate } from './templates.ts'

/** What our notices fill in; a template that wants anything else cannot be sent. */
const filled = ['recipient', 'issuer', 'document_number', 'subject', 'when', 'code', 'link'] as const
const abouts = ['bulletin', 'announcement', 'invitation', 'reminder'] as const

/** Each chosen template: approved, with the fields that we fill, at the price that we plan with. */
export async function examineTemplates(api: ZaloApi, settings: ZaloSettings): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const about of abouts) {
    const id = settings.templates[about]
    if (!id) findings.push({ code: 'template-missing', state: 'warning', values: { about } })
    else findings.push(await examineTemplate(api, { id, about, settings }))
  }
  return findings
}

async function examineTemplate(
  api: ZaloApi,
  { id, about, settings }: { readonly id: string; readonly about: string; readonly settings: ZaloSettings },
): Promise<Finding> {
  const answer = await readTemplate(api, id)
  if (answer.kind === 'failed')
    return { code: 'template-unread', state: 'note', values: { about, id, answer: answer.result.facts.code ?? '–' } }
  if (answer.kind === 'none')
    return { code: 'template-not-there', state: 'failing', values: { about, id, answer: answer.code } }
  const { template, status } = answer
  if (!template.approved) return { code: 'template-not-approved', state: 'failing', values: { about, id, status } }
  const strange = template.fields.find((field) => !filled.some((name) => name === field))
  if (strange !== undefined)
    return { code: 'template-wants-more', state: 'failing', values: { about, id, field: strange } }
  const wanting = filled.find((name) => !template.fields.includes(name))
  if (wanting !== undefined)
    return { code: 'template-wants-less', state: 'warning', values: { about, id, field: wanting } }
  const planned = settings.templatePrices[id]?.priceVnd ?? settings.templateCostVnd
  if (template.priceVnd !== undefined && template.priceVnd !== planned)
    return { code: 'template-price', state: 'warning', values: { about, id, price: template.priceVnd, planned } }
  return { code: 'template', state: 'ok', values: { about, name: template.name, price: planned } }
}
