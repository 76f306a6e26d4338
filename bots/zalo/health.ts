import { z } from 'zod'
import type { ChannelHealth } from '../../src/channels/channel.ts'
import type { ApiResult, ZaloApi } from './api.ts'
import type { ZaloSettings } from './config.ts'

export type OfficialAccount = { readonly oaId: string | undefined; readonly packageName: string }

/** Whether this account could send now; `getoa` answers on the small packages too, so the package's name counts. */
export async function checkZalo(api: ZaloApi, settings: ZaloSettings): Promise<ChannelHealth> {
  const result = await getOa(api)
  if (result.kind === 'failed') return failing(result)
  const packageName = officialAccountOf(result.data)?.packageName ?? ''
  if (isSmallPackage(packageName)) return { kind: 'failing', code: '-224', detail: packageName }
  for (const templateId of new Set(Object.values(settings.templates).filter((id) => id !== undefined))) {
    const template = await api({
      method: 'GET',
      root: 'business',
      uncounted: true,
      path: `/template/info/v2?template_id=${encodeURIComponent(templateId)}`,
    })
    if (template.kind === 'failed') return failing(template)
    const status = templateInfo.safeParse(template.data).data?.status
    if (status !== 'ENABLE')
      return { kind: 'failing', code: 'template-not-approved', detail: `${templateId} ${status}` }
  }
  return { kind: 'ok', ...(packageName === '' ? {} : { detail: packageName }) }
}

export const getOa = (api: ZaloApi): Promise<ApiResult> => api({ method: 'GET', root: 'api', path: '/v2.0/oa/getoa' })

export function officialAccountOf(data: unknown): OfficialAccount | undefined {
  const parsed = oa.safeParse(data)
  if (!parsed.success) return undefined
  return { oaId: parsed.data.oa_id ?? parsed.data.oaid, packageName: parsed.data.package_name }
}

function failing({ meaning, facts }: Extract<ApiResult, { kind: 'failed' }>): ChannelHealth {
  return { kind: 'failing', code: facts.code ?? meaning.kind, detail: facts.description ?? '' }
}

/** The two packages of June 2026 without the API, in whatever spelling. */
const isSmallPackage = (name: string): boolean => {
  const bare = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return /\b(co ban|tieu chuan)\b/.test(bare)
}

const oa = z.looseObject({
  // One transcription of the documentation writes it without the underscore.
  oa_id: z.coerce.string().optional(),
  oaid: z.coerce.string().optional(),
  package_name: z.string().catch(''),
})
const templateInfo = z.looseObject({ status: z.string() })
