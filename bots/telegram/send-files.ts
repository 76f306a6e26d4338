import { InputFile } from 'grammy'
import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { CarriedFile } from '../../src/channels/outgoing-message.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { sha256 } from '../../src/platform/crypto.ts'
import type { Reply, TelegramClient } from './client.ts'
import { isDeadHandle, outcomeOf } from './outcome.ts'

type Sender = { readonly client: TelegramClient; readonly ports: ChannelPorts; readonly common: Common }
/** Who gets it, and how. */
export type Common = { readonly chat_id: number | string; readonly allow_paid_broadcast?: true }
type SentFile = { readonly message_id: number; readonly document?: { readonly file_id: string } }
type Media = string | InputFile

const uploadTimeoutMs = 300_000

/**
 * Sends one file, or several as an album: by the handles the platform gave before, else by an upload that only one process makes at
 * a time. A handle that turns out dead is forgotten and the file uploaded again, once.
 */
export async function sendFiles(sender: Sender, files: readonly CarriedFile[]): Promise<SendOutcome> {
  const { ports } = sender
  const known = await handlesOf(ports, files)
  if (known.every((handle) => handle !== undefined)) {
    const reply = await deliver(sender, known)
    if (!isDeadHandle(reply)) return conclude(reply)
    for (const file of files) await ports.files.forgetHandle(file, kindOf(file))
  }
  const name = `telegram-upload-${sha256(files.map((file) => `${file.sha256} ${kindOf(file)}`).join('\n'))}`
  const uploaded = await ports.exclusively(name, () => upload(sender, files))
  return (
    uploaded ??
    conclude(
      await deliver(
        sender,
        (await handlesOf(ports, files)).map((handle) => handle ?? ''),
      ),
    )
  )
}

/** Undefined when somebody else uploaded everything while we waited for our turn. */
async function upload(sender: Sender, files: readonly CarriedFile[]): Promise<SendOutcome | undefined> {
  const { ports } = sender
  const handles = await handlesOf(ports, files)
  if (handles.every((handle) => handle !== undefined)) return undefined
  const media = await Promise.all(
    files.map(
      async (file, index) =>
        handles[index] ?? new InputFile(await ports.files.bytes(file.sha256), cleanName(file.name)),
    ),
  )
  const reply = await deliver(sender, media, uploadTimeoutMs)
  if (reply.kind === 'ok') {
    for (const [index, file] of files.entries()) {
      const handle = reply.result[index]?.document?.file_id
      if (handle) await ports.files.keepHandle(file, kindOf(file), handle)
    }
  }
  // One dead handle among the known ones: the next try uploads all.
  if (isDeadHandle(reply)) for (const file of files) await ports.files.forgetHandle(file, kindOf(file))
  return conclude(reply)
}

async function deliver(
  { client, common }: Sender,
  media: readonly Media[],
  timeoutMs?: number,
): Promise<Reply<readonly SentFile[]>> {
  const options = timeoutMs === undefined ? {} : { timeoutMs }
  const [only] = media
  if (media.length === 1 && only !== undefined) {
    const reply = await client.call('sendDocument', { ...common, document: only }, options)
    return reply.kind === 'ok' ? { ...reply, result: [reply.result] } : reply
  }
  const items = media.map((item) => ({ type: 'document' as const, media: item }))
  return client.call('sendMediaGroup', { ...common, media: items }, options)
}

const conclude = (reply: Reply<readonly SentFile[]>): SendOutcome =>
  outcomeOf(reply, (messages) => messages.map((message) => message.message_id))

const handlesOf = (ports: ChannelPorts, files: readonly CarriedFile[]) =>
  Promise.all(files.map((file) => ports.files.handleOf(file, kindOf(file))))

/** A handle carries the name it was uploaded with, so the same content under another name is another handle. */
const kindOf = (file: CarriedFile): string => `document ${cleanName(file.name)}`

/** The server reads a bare name up to `;` and percent-decodes it. */
export function cleanName(name: string): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[;"%/\\\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const dot = cleaned.lastIndexOf('.')
  const extension = dot > 0 && cleaned.length - dot <= 10 ? cleaned.slice(dot) : ''
  const stem = [...cleaned.slice(0, cleaned.length - extension.length)].slice(0, 110).join('').trim()
  return `${stem || 'file'}${extension}`
}
