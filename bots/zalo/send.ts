import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import type { AccountNotes } from './account-notes.ts'
import type { ApiResult, ZaloApi } from './api.ts'
import { assetMessage, type Uploaded, uploadAsset } from './assets.ts'
import type { ZaloSettings } from './config.ts'
import { isPhoneAddress, lateReplyCostVnd, templateCostVnd } from './reach.ts'
import { outcomeOf } from './send-outcome.ts'
import { shorten } from './split-text.ts'
import type { CsMessage, ZaloPart } from './zalo-part.ts'

export type Sending = {
  readonly api: ZaloApi
  readonly ports: Pick<ChannelPorts, 'clock' | 'files' | 'phoneOf' | 'exclusively'>
  readonly settings: ZaloSettings
  readonly notes: Pick<AccountNotes, 'quota' | 'uploaded' | 'buttonsRefused'>
}

/** Sends one part; what Zalo refuses about an upload or about buttons is mended here, once, before anybody hears of it. */
export async function sendZaloPart(sending: Sending, address: string, part: ZaloPart): Promise<SendOutcome> {
  if (isPhoneAddress(address)) return sendByPhone(sending, address, part)
  switch (part.kind) {
    case 'cs':
      return sendText(sending, address, part)
    case 'asset':
      return sendAsset(sending, address, part)
    case 'template':
      return sendTemplate(sending, address, part)
    default:
      return part satisfies never
  }
}

/** Buttons, lists and cards may be refused by any of these, each of which says that nothing was delivered. October 2026 */
const plainInstead = new Set(['-201', '-224', '-233'])

async function sendText(sending: Sending, address: string, part: ZaloPart & { kind: 'cs' }): Promise<SendOutcome> {
  const first = await postCs(sending, address, part.message)
  if (part.plain === undefined || first.kind === 'done' || !plainInstead.has(first.facts.code ?? ''))
    return csOutcome(sending, first)
  const second = await postCs(sending, address, { text: part.plain })
  if (second.kind === 'done') sending.notes.buttonsRefused()
  return csOutcome(sending, second)
}

async function sendAsset(sending: Sending, address: string, part: ZaloPart & { kind: 'asset' }): Promise<SendOutcome> {
  const { carrier, file } = part
  const asLink = async () => {
    const text = `${shorten(file.name.normalize('NFC'), 300)}: ${file.url}`
    return csOutcome(sending, await postCs(sending, address, { text }))
  }
  const post = ({ handle }: Extract<Uploaded, { kind: 'ready' }>) =>
    postCs(sending, address, assetMessage(carrier, handle, sending.settings))

  const asset = await uploadAsset(sending, file, carrier)
  if (asset.kind === 'refused') return asLink()
  if (asset.kind === 'failed') return asset.outcome
  const first = await post(asset)
  if (isRefusal(first, 'degrade')) return asLink()
  if (!isRefusal(first, 'asset-expired')) return csOutcome(sending, first)
  const again = await uploadAsset(sending, file, carrier, asset.handle)
  if (again.kind === 'ready') return csOutcome(sending, await post(again))
  return again.kind === 'refused' ? asLink() : again.outcome
}

async function sendTemplate(sending: Sending, address: string, part: TemplatePart): Promise<SendOutcome> {
  const { templateId, data } = part
  const result = await sending.api({
    method: 'POST',
    root: 'api',
    path: '/v3.0/oa/message/template',
    uncounted: true,
    headers: json,
    body: JSON.stringify({ user_id: address, template_id: templateId, template_data: data }),
  })
  return outcomeOf('message/template', result, ({ quota }) => {
    sending.notes.quota(quota)
    return templateCostVnd(sending.settings, templateId, 'user') ?? 0
  })
}

type TemplatePart = ZaloPart & { readonly kind: 'template' }

/** To a number that its owner left for this: opened now, used once, written nowhere. */
async function sendByPhone(sending: Sending, address: string, part: ZaloPart): Promise<SendOutcome> {
  const method = 'message/template-by-phone'
  const trace = { method, durationMs: 0 }
  if (part.kind !== 'template') return { kind: 'window-closed', code: 'only-notices-by-phone', trace }
  const phone = await sending.ports.phoneOf(address)
  if (phone === undefined) return { kind: 'recipient-gone', code: 'no-phone', state: 'gone', trace }
  const { templateId, data, trackingId } = part
  const result = await sending.api({
    method: 'POST',
    root: 'business',
    path: '/message/template',
    uncounted: true,
    headers: json,
    body: JSON.stringify({ phone, template_id: templateId, template_data: data, tracking_id: trackingId }),
  })
  return outcomeOf(method, result, ({ quota }) => {
    sending.notes.quota({ quota_type: 'phone', remain: quota?.remainingQuota, total: quota?.dailyQuota })
    return templateCostVnd(sending.settings, templateId, 'phone') ?? 0
  })
}

function postCs({ api }: Sending, address: string, message: CsMessage): Promise<ApiResult> {
  const body = JSON.stringify({ recipient: { user_id: address }, message })
  return api({ method: 'POST', root: 'api', path: '/v3.0/oa/message/cs', headers: json, body })
}

const json = { 'content-type': 'application/json' }

/** An answer without a quota is how Zalo says that it was charged. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const csOutcome = ({ notes }: Sending, result: ApiResult): SendOutcome =>
  outcomeOf('message/cs', result, ({ quota }) => {
    notes.quota(quota)
    return quota ? 0 : lateReplyCostVnd
  })

const isRefusal = (result: ApiResult, kind: 'degrade' | 'asset-expired') =>
  result.kind === 'failed' && result.meaning.kind === kind
