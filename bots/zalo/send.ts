import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import type { ApiResult, ZaloApi } from './api.ts'
import { assetHandles, type Uploaded, uploadAsset } from './assets.ts'
import type { ZaloSettings } from './config.ts'
import { outcomeOf } from './send-outcome.ts'
import type { CsMessage, ZaloPart } from './zalo-part.ts'

export type Sending = {
  readonly api: ZaloApi
  readonly ports: Pick<ChannelPorts, 'clock' | 'files'>
  readonly settings: ZaloSettings
}

/** Sends one part; what Zalo refuses about an upload or about buttons is mended here, once, before anybody hears of it. */
export async function sendZaloPart(sending: Sending, address: string, part: ZaloPart): Promise<SendOutcome> {
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

async function sendText(sending: Sending, address: string, part: ZaloPart & { kind: 'cs' }): Promise<SendOutcome> {
  const first = await postCs(sending, address, part.message)
  if (part.plain === undefined || !isRefusal(first, 'degrade')) return csOutcome(first)
  return csOutcome(await postCs(sending, address, { text: part.plain }))
}

async function sendAsset(sending: Sending, address: string, part: ZaloPart & { kind: 'asset' }): Promise<SendOutcome> {
  const { carrier, file } = part
  const asLink = async () =>
    csOutcome(await postCs(sending, address, { text: `${file.name}: ${file.url}`.normalize('NFC') }))
  const post = ({ handle }: Extract<Uploaded, { kind: 'ready' }>) =>
    postCs(sending, address, assetMessage(carrier, handle))

  const asset = await uploadAsset(sending, file, carrier)
  if (asset.kind === 'refused') return asLink()
  if (asset.kind === 'failed') return asset.outcome
  const first = await post(asset)
  if (isRefusal(first, 'degrade')) return asLink()
  if (!isRefusal(first, 'asset-expired')) return csOutcome(first)
  await assetHandles(sending.ports).forget(file, carrier)
  const again = await uploadAsset(sending, file, carrier)
  if (again.kind === 'ready') return csOutcome(await post(again))
  return again.kind === 'refused' ? asLink() : again.outcome
}

async function sendTemplate(
  { api, settings }: Sending,
  address: string,
  part: ZaloPart & { kind: 'template' },
): Promise<SendOutcome> {
  const result = await api({
    method: 'POST',
    root: 'api',
    path: '/v3.0/oa/message/template',
    uncounted: true,
    headers: json,
    body: JSON.stringify({ user_id: address, template_id: part.templateId, template_data: part.data }),
  })
  return outcomeOf('message/template', result, () => settings.templateCostVnd)
}

function postCs({ api }: Sending, address: string, message: CsMessage): Promise<ApiResult> {
  const body = JSON.stringify({ recipient: { user_id: address }, message })
  return api({ method: 'POST', root: 'api', path: '/v3.0/oa/message/cs', headers: json, body })
}

const json = { 'content-type': 'application/json' }

/** From the third day on a message costs this much, and an answer without a quota is how Zalo says that it was charged. */
export const lateReplyCostVnd = 55

const csOutcome = (result: ApiResult): SendOutcome =>
  outcomeOf('message/cs', result, (data) => (data.quota ? 0 : lateReplyCostVnd))

const isRefusal = (result: ApiResult, kind: 'degrade' | 'asset-expired') =>
  result.kind === 'failed' && result.meaning.kind === kind

function assetMessage(carrier: 'file' | 'image', handle: string): CsMessage {
  if (carrier === 'file') return { attachment: { type: 'file', payload: { token: handle } } }
  const elements = [{ media_type: 'image', attachment_id: handle }] as const
  return { attachment: { type: 'template', payload: { template_type: 'media', elements } } }
}
