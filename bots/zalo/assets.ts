import { z } from 'zod'
import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { CarriedFile } from '../../src/channels/outgoing-message.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import type { ZaloApi } from './api.ts'
import { settled, traceOf } from './send-outcome.ts'
import type { AssetCarrier } from './zalo-part.ts'

const megabyte = 1_000_000
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** What Zalo takes, with the extension it wants to see. https://docs.zaloplatforms.com/docs/OA */
const takes = new Map<string, { carrier: AssetCarrier; extensions: readonly string[]; maxBytes: number }>([
  ['application/pdf', { carrier: 'file', extensions: ['pdf'], maxBytes: 5 * megabyte }],
  ['application/msword', { carrier: 'file', extensions: ['doc'], maxBytes: 5 * megabyte }],
  [docx, { carrier: 'file', extensions: ['docx'], maxBytes: 5 * megabyte }],
  ['image/jpeg', { carrier: 'image', extensions: ['jpg', 'jpeg'], maxBytes: megabyte }],
  ['image/png', { carrier: 'image', extensions: ['png'], maxBytes: megabyte }],
])

/** How a file travels: as a file, as a picture, or as the person's signed link to it. */
export function carrierOf({ mediaType, sizeBytes }: CarriedFile): AssetCarrier | 'link' {
  const taken = takes.get(mediaType)
  return taken && sizeBytes <= taken.maxBytes ? taken.carrier : 'link'
}

export type Uploaded =
  | { readonly kind: 'ready'; readonly handle: string }
  /** Zalo does not take this very file: it goes as a link. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly outcome: SendOutcome }

type Uploading = { readonly api: ZaloApi; readonly ports: Pick<ChannelPorts, 'clock' | 'files'> }

/** The handle kept for this file and account, or a new one. */
export async function uploadAsset(
  { api, ports }: Uploading,
  file: CarriedFile,
  carrier: AssetCarrier,
): Promise<Uploaded> {
  const handles = assetHandles(ports)
  const known = await handles.of(file, carrier)
  if (known !== undefined) return { kind: 'ready', handle: known }
  const { headers, body } = await uploadForm(file, await ports.files.bytes(file.sha256))
  const result = await api({
    method: 'POST',
    root: 'api',
    path: `/v2.0/oa/upload/${carrier}`,
    headers,
    body,
  })
  const trace = traceOf(`upload/${carrier}`, result.facts)
  if (result.kind === 'failed') {
    const { meaning } = result
    if (meaning.kind === 'rejected' || meaning.kind === 'degrade') return { kind: 'refused' }
    // Whatever became of the upload, the message itself was not sent.
    if (meaning.kind === 'unknown')
      return { kind: 'failed', outcome: { kind: 'not-written', code: meaning.code, trace } }
    return { kind: 'failed', outcome: { ...settled(meaning, result.facts), trace } }
  }
  const handle = uploadData.safeParse(result.data).data?.[carrier === 'file' ? 'token' : 'attachment_id']
  if (!handle) return { kind: 'failed', outcome: { kind: 'not-written', code: 'no-asset-id', trace } }
  await handles.keep(file, carrier, handle)
  return { kind: 'ready', handle }
}

const uploadData = z.looseObject({ token: z.coerce.string().optional(), attachment_id: z.coerce.string().optional() })

/** A name whose end fits what is inside: Zalo looks at both. Written out whole, since undici's own sending of forms hangs. */
async function uploadForm({ name, mediaType }: CarriedFile, bytes: Uint8Array) {
  const extensions = takes.get(mediaType)?.extensions ?? []
  const composed = name.normalize('NFC')
  const fits = extensions.some((extension) => composed.toLowerCase().endsWith(`.${extension}`))
  const form = new FormData()
  const blob = new File([new Uint8Array(bytes)], fits ? composed : `${composed}.${extensions[0]}`, { type: mediaType })
  form.set('file', blob)
  const written = new Response(form)
  const headers = { 'content-type': written.headers.get('content-type') ?? '' }
  return { headers, body: new Uint8Array(await written.arrayBuffer()) }
}

/** Half a day less than the seven for which Zalo keeps what was uploaded. */
const handleLifeMs = 6.5 * 86_400_000

/** The handles of uploaded files that are still good. */
export function assetHandles({ clock, files }: Pick<ChannelPorts, 'clock' | 'files'>) {
  return {
    of: (file: CarriedFile, carrier: AssetCarrier) => files.handleOf(file, carrier),
    keep: (file: CarriedFile, carrier: AssetCarrier, handle: string) =>
      files.keepHandle(file, carrier, handle, new Date(clock.now().getTime() + handleLifeMs)),
    forget: (file: CarriedFile, carrier: AssetCarrier) => files.forgetHandle(file, carrier),
  }
}
