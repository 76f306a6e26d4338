import type { Part } from '../../src/channels/channel.ts'
import type {
  Block,
  CarriedFile,
  Outgoing,
  OutgoingMessage,
  OutgoingNotice,
} from '../../src/channels/outgoing-message.ts'
import type { Say } from '../../src/texts.ts'
import { fileLink, passagesOf } from './blocks.ts'
import { isPressable, keyboardsOf, labelOf, type PressableButton } from './keyboard.ts'
import { paginate } from './split-text.ts'
import type { TelegramPart } from './telegram-part.ts'

/** 50 MB by multipart; an album is uploaded in one request. https://core.telegram.org/bots/api#sending-files (read November 2026) */
const fileLimitBytes = 50 << 20
/** 2-10 items, documents among documents only. https://core.telegram.org/bots/api#sendmediagroup (read November 2026) */
const albumSize = 10
/** What stands over a keyboard that has no text of its own. */
const keyboardStand = '👇'

/** Splits into calls in the order they are sent: texts, the buttons under the last one, then the files. */
export function renderTelegram(outgoing: Outgoing, say: Say): readonly Part[] {
  const message = outgoing.kind === 'notice' ? messageOf(outgoing, say) : outgoing
  return partsOf(message).map((body) => ({ channel: 'telegram', body }))
}

function partsOf({ blocks, buttons, files }: OutgoingMessage): readonly TelegramPart[] {
  const [small, big] = divide(files, canBeUploaded)
  const ask = buttons.find((button) => 'ask' in button)
  const plain = buttons.filter((button): button is PressableButton => !('ask' in button))
  const [pressable, unpressable] = divide(plain, isPressable)
  const links: Block[] = [
    ...unpressable.flatMap((button) => ('url' in button ? [{ kind: 'link' as const, ...button }] : [])),
    ...big.map(fileLink),
  ]
  const pages = links.length > 0 ? paginate(passagesOf([...blocks, ...links])) : pagesOf(blocks)
  const keyboards = keyboardsOf(pressable)
  const askAlone = ask !== undefined && keyboards.length > 0
  // A keyboard needs a message to stand under, and each message has room for one.
  const texts = pages.length === 0 && (ask ?? keyboards[0]) ? [keyboardStand] : pages
  const parts = texts.map((html, index): TelegramPart => {
    if (index < texts.length - 1) return { kind: 'text', html, rows: [] }
    return { kind: 'text', html, rows: keyboards[0] ?? [], ...(ask && !askAlone ? askFor(ask.label) : {}) }
  })
  const further = keyboards.slice(1).map((rows): TelegramPart => ({ kind: 'text', html: keyboardStand, rows }))
  const asking: TelegramPart[] = askAlone ? [{ kind: 'text', html: keyboardStand, rows: [], ...askFor(ask.label) }] : []
  return [...parts, ...further, ...asking, ...albumsOf(small)]
}

const known = new WeakMap<readonly Block[], readonly string[]>()

/** The very same blocks go to everybody of a bulk sending, and cutting them into pages is most of the work. */
function pagesOf(blocks: readonly Block[]): readonly string[] {
  const made = known.get(blocks) ?? paginate(passagesOf(blocks))
  known.set(blocks, made)
  return made
}

const askFor = (label: string) => ({ askPhone: labelOf(label) })
/** An empty file is refused by the platform. */
const canBeUploaded = ({ sizeBytes }: CarriedFile) => sizeBytes > 0 && sizeBytes <= fileLimitBytes

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
