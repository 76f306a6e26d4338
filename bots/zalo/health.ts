import { z } from 'zod'
import type { ChannelHealth } from '../../src/channels/channel.ts'
import type { ApiResult, ZaloApi } from './api.ts'
import type { ZaloSettings } from './config.ts'
import { readTemplate } from './templates.ts'

/** What Zalo says about the Official Account itself. */
export type OfficialAccount = {
  readonly oaId: string | undefined
  readonly name: string
  readonly packageName: string
  /** Undefined where it is not told. */
  readonly verified: boolean | undefined
  /** The last day of the package as Zalo writes it, `31/12/2027`. */
  readonly paidUntil: string
  /** Whether a cloud account pays for templates. */
  readonly cloudAccount: boolean | undefined
}

/** Whether this account could send now; `getoa` answers on the small packages too, so the package's name counts. */
export async function checkZalo(api: ZaloApi, settings: ZaloSettings): Promise<ChannelHealth> {
  const result = await getOa(api)
  if (result.kind === 'failed') return failing(result)
  const packageName = officialAccountOf(result.data)?.packageName ?? ''
  if (isSmallPackage(packageName)) return { kind: 'failing', code: '-224', detail: packageName }
  for (const templateId of new Set(Object.values(settings.templates).filter((id) => id !== undefined))) {
    const answer = await readTemplate(api, templateId)
    if (answer.kind === 'failed') return failing(answer.result)
    if (answer.kind === 'none') return { kind: 'failing', code: answer.code, detail: templateId }
    if (!answer.template.approved)
      return { kind: 'failing', code: 'template-not-approved', detail: `${templateId} ${answer.status}` }
  }
  return { kind: 'ok', ...(packageName === '' ? {} : { detail: packageName }) }
}

export const getOa = (api: ZaloApi): Promise<ApiResult> =>
  api({ method: 'GET', root: 'api', path: '/v2.0/oa/getoa', urgency: 'answer' })

export function officialAccountOf(data: unknown): OfficialAccount | undefined {
  const parsed = oa.safeParse(data)
  if (!parsed.success) return undefined
  const { oa_id, oaid, name, package_name: packageName, is_verified: verified, linked_ZCA: cloud } = parsed.data
  return {
    ...{ oaId: oa_id ?? oaid, name, packageName, verified, paidUntil: parsed.data.package_valid_through_date },
    cloudAccount: cloud === undefined ? undefined : cloud !== '' && cloud !== false,
  }
}

function failing({ meaning, facts }: Extract<ApiResult, { kind: 'failed' }>): ChannelHealth {
  // Too many calls just now is a sign of life.
  if (meaning.kind === 'throttled') return { kind: 'ok' }
  return { kind: 'failing', code: facts.code ?? meaning.kind, detail: facts.description ?? '' }
}

/** The two packages of June 2026 without the API, in whatever spelling. https://oa.zalo.me, October 2026 */
export const isSmallPackage = (name: string): boolean => {
  const bare = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return /\b(co ban|tieu chuan|basic|standard)\b/.test(bare)
}

const word = z.string().catch('')
const id = z
  .union([z.string().min(1), z.number().transform(String)])
  .optional()
  .catch(undefined)
const oa = z.looseObject({
  // One transcription of the documentation writes it without the underscore.
  oa_id: id,
  oaid: id,
  name: word,
  package_name: word,
  package_valid_through_date: word,
  is_verified: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((told) => told === 'true')])
    .optional()
    .catch(undefined),
  linked_ZCA: z
    .union([z.string(), z.boolean(), z.number().transform(String)])
    .optional()
    .catch(undefined),
})
