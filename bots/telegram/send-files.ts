import { InputFile } from 'grammy'
import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { CarriedFile } from '../../src/channels/outgoing-message.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { sha256 } from '../../src/platform/crypto.ts'
import { fileLink, passagesOf } from './blocks.ts'
import type { Reply } from './client.ts'
import { isDeadHandle, outcomeOf } from './outcome.ts'
import { htmlText } from './send-text.ts'
import { callTo, noteDown, type Sender } from './sender.ts'
import { paginate } from './split-text.ts'

type SentFile = { readonly message_id: number; readonly document?: { readonly file_id: string } }
type Media = string | InputFile

const uploadTimeoutMs = 300_000
/** How long a file that was refused goes as a link before it is tried again. */
const refusalLifeMs = 24 * 3_600_000

/**
 * Sends one file, or several as an album: by the handles the platform gave before, else by an upload that only one process makes at
 * a time. A handle that turns out dead is forgotten and the file uploaded again, once. What the platform does not take goes as links.
 */
export async function sendFiles(sender: Sender, files: readonly CarriedFile[]): Promise<SendOutcome> {
  if (await wasRefused(sender.ports, files)) return sendLinks(sender, files)
  const outcome = (await sendKnown(sender, files)) ?? (await uploadInTurn(sender, files))
  return outcome === 'refused' ? sendLinks(sender, files) : outcome
}

/** `refused`: the platform does not take these files; it is noted, so that the next one need not try. */
type Sent = SendOutcome | 'refused'

/** Undefined when a file has no handle, or none that lives. */
async function sendKnown(sender: Sender, files: readonly CarriedFile[]): Promise<Sent | undefined> {
  const known = await handlesOf(sender.ports, files)
  if (!known.every((handle) => handle !== undefined)) return undefined
  const reply = await deliver(sender, known)
  if (!isDeadHandle(reply)) return conclude(sender, files, reply)
  await forgetHandles(sender.ports, files)
  return undefined
}

async function uploadInTurn(sender: Sender, files: readonly CarriedFile[]): Promise<Sent> {
  const { ports } = sender
  // Always in the same order, so that no two processes wait for one another.
  const names = [...new Set(files.map((file) => `telegram-upload-${sha256(`${file.sha256} ${kindOf(file)}`)}`))].sort()
  const work = async (): Promise<Sent | 'uploaded'> => {
    if (await wasRefused(ports, files)) return 'refused'
    return (await hasHandles(ports, files)) ? 'uploaded' : conclude(sender, files, await upload(sender, files))
  }
  const inTurn = names.reduce((inner, name) => () => ports.exclusively(name, inner), work)
  const outcome = await inTurn()
  if (outcome !== 'uploaded') return outcome
  // Somebody else uploaded everything while we waited; outside of the line, so that nobody waits for this one.
  const handles = await handlesOf(ports, files)
  return conclude(
    sender,
    files,
    await deliver(
      sender,
      handles.map((handle) => handle ?? ''),
    ),
  )
}

/** A send of files carries no words and no buttons: whatever was found at fault is the files. */
async function conclude(sender: Sender, files: readonly CarriedFile[], reply: Reply<unknown>): Promise<Sent> {
  const outcome = outcomeOf(reply, weightOf(sender, files))
  if (outcome.kind !== 'rejected') return outcome
  sender.ports.log.warn({ code: outcome.code, files: files.length }, 'Telegram refused files, which go as links')
  await noteDown(sender.ports, noteRefusal(sender.ports, files, outcome.code))
  return 'refused'
}

async function upload(sender: Sender, files: readonly CarriedFile[]): Promise<Reply<unknown>> {
  const { ports } = sender
  const known = await handlesOf(ports, files)
  const fresh = (file: CarriedFile) =>
    ports.files.bytes(file.sha256).then((bytes) => new InputFile(bytes, cleanName(file.name)))
  const media = await Promise.all(files.map(async (file, index) => known[index] ?? (await fresh(file))))
  let reply = await deliver(sender, media, uploadTimeoutMs)
  if (isDeadHandle(reply) && known.some((handle) => handle !== undefined)) {
    await forgetHandles(ports, files)
    reply = await deliver(sender, await Promise.all(files.map(fresh)), uploadTimeoutMs)
  }
  if (reply.kind !== 'ok' || !Array.isArray(reply.result)) return reply
  for (const [index, file] of files.entries()) {
    const handle = reply.result[index]?.document?.file_id
    if (handle) await noteDown(ports, ports.files.keepHandle(file, kindOf(file), handle))
  }
  return reply
}

async function deliver(
  sender: Sender,
  media: readonly Media[],
  timeoutMs?: number,
): Promise<Reply<readonly SentFile[]>> {
  const { client } = sender
  const options = timeoutMs === undefined ? {} : { timeoutMs }
  const [only] = media
  if (media.length === 1 && only !== undefined) {
    const reply = await client.call('sendDocument', { ...callTo(sender), document: only }, options)
    return reply.kind === 'ok' ? { ...reply, result: [reply.result] } : reply
  }
  const items = media.map((item) => ({ type: 'document' as const, media: item }))
  return client.call('sendMediaGroup', { ...callTo(sender), media: items }, options)
}

/** One call for all of them, so that a repetition can never send half of them twice. */
async function sendLinks(sender: Sender, files: readonly CarriedFile[]): Promise<SendOutcome> {
  const [html = ''] = paginate(passagesOf(files.map(fileLink)))
  const outcome = outcomeOf(await sender.client.call('sendMessage', { ...callTo(sender), ...htmlText(html) }))
  return { ...outcome, trace: { description: 'files refused before, sent as links', ...outcome.trace } }
}

/** How an album counts against the limit of the whole bot is nowhere said; the setting decides. */
const weightOf = ({ settings }: Sender, files: readonly CarriedFile[]) =>
  settings.albumCost === 'each' ? files.length : 1

/** A refusal is kept with the first file, under a kind of its own for this very set. */
const refusalKind = (files: readonly CarriedFile[]) =>
  `refused ${sha256(files.map((file) => `${file.sha256} ${kindOf(file)}`).join('\n')).slice(0, 16)}`

async function wasRefused(ports: ChannelPorts, files: readonly CarriedFile[]): Promise<boolean> {
  const [first] = files
  return first !== undefined && (await ports.files.handleOf(first, refusalKind(files))) !== undefined
}

async function noteRefusal(ports: ChannelPorts, files: readonly CarriedFile[], code: string): Promise<void> {
  const [first] = files
  const until = new Date(ports.clock.now().getTime() + refusalLifeMs)
  if (first) await ports.files.keepHandle(first, refusalKind(files), code, until)
}

const handlesOf = (ports: ChannelPorts, files: readonly CarriedFile[]) =>
  Promise.all(files.map((file) => ports.files.handleOf(file, kindOf(file))))

const hasHandles = async (ports: ChannelPorts, files: readonly CarriedFile[]) =>
  (await handlesOf(ports, files)).every((handle) => handle !== undefined)

async function forgetHandles(ports: ChannelPorts, files: readonly CarriedFile[]): Promise<void> {
  for (const file of files) await ports.files.forgetHandle(file, kindOf(file))
}

/** A handle carries the name it was uploaded with, so the same content under another name is another handle. */
const kindOf = (file: CarriedFile): string => `document ${cleanName(file.name)}`

/** The server reads a bare name up to `;` and percent-decodes it. https://github.com/tdlib/td (HttpReader, read November 2026) */
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
