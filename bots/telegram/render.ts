import type { Part } from '../../src/channels/channel.ts'
import type {
  Block,
  Button,
  CarriedFile,
  Outgoing,
  OutgoingMessage,
  OutgoingNotice,
} from '../../src/channels/outgoing-message.ts'
import type { Say } from '../../src/texts.ts'
import { passagesOf } from './blocks.ts'
import { isFollowable } from './spans.ts'
import { paginate } from './split-text.ts'
import type { TelegramButton, TelegramPart } from './telegram-part.ts'

/** https://core.telegram.org/bots/api#sending-files: 50 MB by multipart; an album is uploaded in one request. */
export const fileLimitBytes = 50 << 20
const albumSize = 10
const buttonsPerMessage = 90
const dataLimitBytes = 64
/** Labels this short stand side by side. */
const shortLabel = 14
const perRow = 3

/** Splits into calls in the order they are sent: texts, the buttons under the last one, then the files. */
export function renderTelegram(outgoing: Outgoing, say: Say): readonly Part[] {
  const message = outgoing.kind === 'notice' ? messageOf(outgoing, say) : outgoing
  return partsOf(message).map((body) => ({ channel: 'telegram', body }))
}

function partsOf({ blocks, buttons, files }: OutgoingMessage): readonly TelegramPart[] {
  const [small, big] = divide(files, ({ sizeBytes }) => sizeBytes <= fileLimitBytes)
  const [pressable, unpressable] = divide(
    buttons.filter((button): button is PlainButton => !('ask' in button)),
    (button) => !('url' in button) || isFollowable(button.url),
  )
  const links: Block[] = [
    ...unpressable.flatMap((button) => ('url' in button ? [linkBlock(button.label, button.url)] : [])),
    ...big.map(({ name, sizeBytes, url }) => linkBlock(`📎 ${name} (${Math.ceil(sizeBytes / (1 << 20))} MB)`, url)),
  ]
  const pages = paginate(passagesOf([...blocks, ...links]))
  const keyboards = inSlices(pressable, buttonsPerMessage).map(rowsOf)
  // A keyboard needs a message to stand under.
  const texts = pages.length === 0 && keyboards.length > 0 ? ['👇'] : pages
  const parts = texts.map((html, index): TelegramPart => {
    const isLast = index === texts.length - 1
    return { kind: 'text', html, rows: (isLast && keyboards[0]) || [] }
  })
  const further = keyboards.slice(1).map((rows): TelegramPart => ({ kind: 'text', html: '👇', rows }))
  return [...parts, ...further, ...albumsOf(small)]
}

const linkBlock = (label: string, url: string): Block => ({ kind: 'link', label, url })

function rowsOf(buttons: readonly PlainButton[]): readonly (readonly TelegramButton[])[] {
  const rows: TelegramButton[][] = []
  let open = false
  for (const button of buttons) {
    const short = [...button.label].length <= shortLabel
    const row = rows.at(-1)
    if (short && open && row && row.length < perRow) row.push(toButton(button))
    else rows.push([toButton(button)])
    open = short
  }
  return rows
}

type PlainButton = Exclude<Button, { readonly ask: 'phone' }>

function toButton(button: PlainButton): TelegramButton {
  if ('url' in button) return { text: button.label, url: button.url }
  const { label, reference, style } = button
  if (Buffer.byteLength(reference) > dataLimitBytes)
    throw new Error('A button reference is longer than Telegram carries')
  return { text: label, callback_data: reference, ...(style ? { style } : {}) }
}

/** One alone, or 2-10 together that fit into one upload. */
function albumsOf(files: readonly CarriedFile[]): readonly TelegramPart[] {
  const albums: CarriedFile[][] = []
  let bytes = 0
  for (const file of files) {
    const album = albums.at(-1)
    bytes += file.sizeBytes
    if (album && album.length < albumSize && bytes <= fileLimitBytes) album.push(file)
    else {
      albums.push([file])
      bytes = file.sizeBytes
    }
  }
  return albums.map((album): TelegramPart => {
    const [only] = album
    return album.length === 1 && only ? { kind: 'document', file: only } : { kind: 'album', files: album }
  })
}

/** Telegram needs no notices, but one that was made for it must not be lost. */
function messageOf({ about, fields, reference, url }: OutgoingNotice, say: Say): OutgoingMessage {
  const args = { about, ...fields }
  return {
    kind: 'message',
    blocks: [
      { kind: 'heading', text: fields.issuer },
      { kind: 'paragraph', text: say('vi', 'telegram-notice', args) },
    ],
    buttons: [
      { label: say('vi', 'telegram-notice-open'), reference, style: 'primary' },
      { label: say('vi', 'telegram-notice-page'), url },
    ],
    files: [],
  }
}

function divide<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}

const inSlices = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
