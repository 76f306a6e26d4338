import type { MessageEntity } from '@grammyjs/types'
import { type FormattedText, parseHtml } from './html.ts'
import { badRequest } from './refusal.ts'

/** Refused before anything is parsed: read in the server, 2026-05. */
const rawLimitBytes = 32_768
/** More are dropped without a word. */
const entitiesLimit = 100

type TextInput = { readonly text: string; readonly parseMode?: string | undefined }

/** Parsed, trimmed and measured in code points. https://core.telegram.org/bots/api#sendmessage */
export function formatText(input: TextInput, limit: number, tooLong: string): FormattedText {
  if (Buffer.byteLength(input.text) > rawLimitBytes) throw badRequest(tooLong)
  if (input.parseMode !== undefined && input.parseMode.toLowerCase() !== 'html')
    throw badRequest('unsupported parse_mode')
  const parsed = input.parseMode === undefined ? { text: input.text, entities: [] } : parseHtml(input.text)
  const trimmed = trim(parsed)
  if ([...trimmed.text].length > limit) throw badRequest(tooLong)
  return {
    text: trimmed.text,
    entities: [...trimmed.entities, ...detect(trimmed)].sort(byPlace).slice(0, entitiesLimit),
  }
}

/** What clients make clickable by themselves: addresses and, in what people type, commands. */
export function detect({ text, entities }: FormattedText): readonly MessageEntity[] {
  const free = (offset: number, length: number) =>
    !entities.some(
      (entity) => isLink(entity) && entity.offset < offset + length && offset < entity.offset + entity.length,
    )
  const found: MessageEntity[] = []
  for (const match of text.matchAll(/\b(?:https?:\/\/|www\.)[^\s<>"]+[^\s<>".,;:!?)\]»”]/giu))
    if (free(match.index, match[0].length)) found.push({ type: 'url', offset: match.index, length: match[0].length })
  for (const match of text.matchAll(/(?<=^|\s)\/[a-z0-9_]{1,32}(?=$|\s)/gi))
    if (free(match.index, match[0].length))
      found.push({ type: 'bot_command', offset: match.index, length: match[0].length })
  return found
}

const isLink = ({ type }: MessageEntity) => type === 'text_link' || type === 'code' || type === 'pre'
const byPlace = (left: MessageEntity, right: MessageEntity) => left.offset - right.offset || right.length - left.length

function trim({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length
  const trimmed = text.trim()
  const moved = entities.flatMap((entity) => {
    const from = Math.max(entity.offset - start, 0)
    const to = Math.min(entity.offset - start + entity.length, trimmed.length)
    return to > from ? [{ ...entity, offset: from, length: to - from }] : []
  })
  return { text: trimmed, entities: moved }
}
