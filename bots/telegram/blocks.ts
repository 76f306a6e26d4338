import type { Block, CarriedFile } from '../../src/channels/outgoing-message.ts'
import { escapeHtml, isFollowable, type Passage, plain, type Span, tagged } from './spans.ts'

/** Our own measure of what is long on a phone. */
const foldAbove = 300

/** Neutral blocks in Telegram's HTML. https://core.telegram.org/bots/api#html-style (read November 2026) */
export function passagesOf(blocks: readonly Block[]): readonly Passage[] {
  const hintsLast = [...blocks.filter(({ kind }) => kind !== 'hint'), ...blocks.filter(({ kind }) => kind === 'hint')]
  return hintsLast.flatMap(toPassages).filter(({ spans }) => spans.some(({ text }) => text.trim() !== ''))
}

/** A file that the platform does not carry, as the person's own signed link. */
export const fileLink = ({ name, sizeBytes, url }: CarriedFile): Block => ({
  kind: 'link',
  label: `📎 ${[...name].slice(0, 120).join('')} (${sizeInWords(sizeBytes)})`,
  url,
})

const sizeInWords = (bytes: number) =>
  bytes >= 1 << 20 ? `${Math.ceil(bytes / (1 << 20))} MB` : `${Math.ceil(bytes / 1024)} KB`

function toPassages(block: Block): readonly Passage[] {
  switch (block.kind) {
    case 'heading':
      return [{ gap: '\n\n', spans: [tagged('b', block.text)], leadsOn: true }]
    case 'paragraph':
      return [{ gap: '\n\n', spans: [plain(block.text)] }]
    case 'numbered':
      return lines(block.items.map(({ number, text }) => `${number}. ${text}`))
    case 'points':
      return lines(block.items.map((text) => `• ${text}`))
    case 'quote': {
      const attributes = [...block.text].length > foldAbove ? ' expandable' : ''
      return [{ gap: '\n', spans: [tagged('blockquote', block.text, attributes)] }]
    }
    case 'time':
      return [{ gap: '\n', spans: [plain(`${block.label}: `), moment(block.at, block.text)] }]
    case 'link':
      return [{ gap: '\n', spans: linkSpans(block.label, block.url) }]
    case 'hint':
      return [{ gap: '\n\n', spans: [tagged('i', block.text)] }]
    default:
      return block satisfies never
  }
}

function linkSpans(label: string, url: string): readonly Span[] {
  if (!isFollowable(url)) return [plain(`${label}: ${url}`)]
  return [tagged('a', label, ` href="${escapeHtml(url)}"`)]
}

/** Shown in the reader's own time zone by clients that know it; the others show the text. */
function moment(at: string, text: string): Span {
  const unix = Math.floor(Date.parse(at) / 1000)
  return Number.isFinite(unix) && unix >= 0 ? tagged('tg-time', text, ` unix="${unix}" format="wDt"`) : plain(text)
}

const lines = (texts: readonly string[]): readonly Passage[] =>
  texts.map((text, index) => ({ gap: index === 0 ? '\n\n' : '\n', spans: [plain(text)] }))
