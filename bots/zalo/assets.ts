import { z } from 'zod'
import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { CarriedFile } from '../../src/channels/outgoing-message.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import type { AccountNotes } from './account-notes.ts'
import type { ZaloApi } from './api.ts'
import type { ZaloSettings } from './config.ts'
import { settled, traceOf } from './send-outcome.ts'
import type { AssetCarrier, CsMessage } from './zalo-part.ts'

const megabyte = 1_000_000
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** What Zalo takes, with the extension it wants to see; whether its megabyte is 10^6 nobody says. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const takes = new Map<string, { carrier: AssetCarrier; extensions: readonly string[]; maxBytes: number }>([
  ['application/pdf', { carrier: 'file', extensions: ['pdf'], maxBytes: 5 * megabyte }],
  ['application/msword', { carrier: 'file', extensions: ['doc'], maxBytes: 5 * megabyte }],
  [docx, { carrier: 'file', extensions: ['docx'], maxBytes: 5 * megabyte }],
  ['image/jpeg', { carrier: 'image', extensions: ['jpg', 'jpeg'], maxBytes: megabyte }],
  ['image/png', { carrier: 'image', extensions: ['png'], maxBytes: megabyte }],
  ['image/gif', { carrier: 'gif', extensions: ['gif'], maxBytes: 5 * megabyte }],
  ['text/csv', { carrier: 'file', extensions: ['csv'], maxBytes: 5 * megabyte }],
])

/** How a file travels: as a file, as a picture, or as the person's signed link to it. */
export function carrierOf({ mediaType, sizeBytes }: CarriedFile, { csvUpload }: ZaloSettings): AssetCarrier | 'link' {
  const taken = mediaType === 'text/csv' && !csvUpload ? undefined : takes.get(mediaType)
  return taken && sizeBytes <= taken.maxBytes ? taken.carrier : 'link'
}

export type Uploaded =
  | { readonly kind: 'ready'; readonly handle: string }
  /** Zalo does not take this very file: it goes as a link. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly outcome: SendOutcome }

type Uploading = {
  readonly api: ZaloApi
  readonly ports: Pick<ChannelPorts, 'clock' | 'files' | 'exclusively'>
  readonly notes: Pick<AccountNotes, 'uploaded'>
}

/** The handle kept for this file and account, or a new one; of all who want the same file, one uploads it. `dead` is a handle that Zalo dropped. */
export async function uploadAsset(
  uploading: Uploading,
  file: CarriedFile,
  carrier: AssetCarrier,
  dead?: string,
): Promise<Uploaded> {
  const { files, exclusively } = uploading.ports
  const known = await files.handleOf(file, carrier)
  if (known !== undefined && known !== dead) return { kind: 'ready', handle: known }
  return exclusively(`zalo-upload-${carrier}-${file.sha256}`, async () => {
    const meanwhile = await files.handleOf(file, carrier)
    if (meanwhile !== undefined && meanwhile !== dead) return { kind: 'ready', handle: meanwhile }
    if (meanwhile !== undefined) await files.forgetHandle(file, carrier)
    return upload(uploading, file, carrier)
  })
}

async function upload({ api, ports, notes }: Uploading, file: CarriedFile, carrier: AssetCarrier): Promise<Uploaded> {
  const bytes = await ports.files.bytes(file.sha256)
  const size = carrier === 'gif' ? gifSize(bytes) : ''
  if (size === undefined) return { kind: 'refused' }
  const { headers, body } = await uploadForm(file, bytes)
  const result = await api({ method: 'POST', root: 'api', path: `/v2.0/oa/upload/${carrier}`, headers, body })
  const trace = traceOf(`upload/${carrier}`, result.facts)
  if (result.kind === 'failed') {
    const { meaning } = result
    if (meaning.kind === 'rejected' || meaning.kind === 'degrade') return { kind: 'refused' }
    // Whatever became of the upload, the message itself was not sent.
    if (meaning.kind === 'unknown')
      return { kind: 'failed', outcome: { kind: 'not-written', code: meaning.code, trace } }
    return { kind: 'failed', outcome: { ...settled(meaning, result.facts), trace } }
  }
  notes.uploaded(carrier)
  const given = uploadData.safeParse(result.data).data
  const handle = carrier === 'file' ? (given?.token ?? given?.attachment_id) : given?.attachment_id
  if (!handle) return { kind: 'failed', outcome: { kind: 'not-written', code: 'no-asset-id', trace } }
  const expiresAt = new Date(ports.clock.now().getTime() + handleLifeMs)
  await ports.files.keepHandle(file, carrier, handle + size, expiresAt)
  return { kind: 'ready', handle: handle + size }
}

/** Half a day less than the seven for which Zalo keeps what was uploaded. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const handleLifeMs = 6.5 * 86_400_000

/** The message that shows what was uploaded. */
export function assetMessage(carrier: AssetCarrier, handle: string, { filePayloadKey }: ZaloSettings): CsMessage {
  const [id = '', width, height] = handle.split(' ')
  if (carrier === 'file') {
    const payload = filePayloadKey === 'token' ? { token: id } : { attachment_id: id }
    return { attachment: { type: 'file', payload } }
  }
  const element =
    carrier === 'gif'
      ? ({ media_type: 'gif', attachment_id: id, width: Number(width), height: Number(height) } as const)
      : ({ media_type: 'image', attachment_id: id } as const)
  return { attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } } }
}

/** A moving picture's size must be told with it; it stands at the head of the file, and is kept with the handle. */
function gifSize(bytes: Uint8Array): string | undefined {
  if (bytes.length < 10 || Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'GIF8') return undefined
  const { buffer, byteOffset } = bytes
  const head = new DataView(buffer, byteOffset, 10)
  return ` ${head.getUint16(6, true)} ${head.getUint16(8, true)}`
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
