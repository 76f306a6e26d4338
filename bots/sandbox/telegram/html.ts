import type { MessageEntity } from '@grammyjs/types'
import { checkNesting } from './html-nesting.ts'
import { decodeReference } from './html-references.ts'
import { type Attributes, checkStartTag, entityOfTag, parseError } from './html-tags.ts'

export type FormattedText = { readonly text: string; readonly entities: readonly MessageEntity[] }

type OpenTag = { readonly name: string; readonly attributes: Attributes; readonly offset: number }

/**
 * Telegram's HTML as its server reads it (read in TDLib, 2026-07): a closed list of tags, all closed in order, four named references;
 * offsets count UTF-16 units. https://core.telegram.org/bots/api#html-style
 */
export function parseHtml(html: string): FormattedText {
  const open: OpenTag[] = []
  const entities: MessageEntity[] = []
  let text = ''
  for (let at = 0; at < html.length; ) {
    const character = html[at]
    if (character === '&') {
      const { text: decoded, length } = decodeReference(html, at)
      text += decoded
      at += length
    } else if (character !== '<') {
      text += character
      at += 1
    } else if (html[at + 1] === '/') at = close(at)
    else at = push(at)
  }
  const last = open.at(-1)
  if (last) throw parseError(`Can't find end tag corresponding to start tag "${last.name}"`)
  // A reference can name half a character.
  if (!text.isWellFormed()) throw parseError('Text contains invalid Unicode characters after decoding HTML entities')
  entities.sort((left, right) => left.offset - right.offset || right.length - left.length)
  return { text, entities }

  function push(at: number): number {
    const tag = readStartTag(html, at)
    checkStartTag(tag.name, tag.attributes, place(html, at))
    const around = open.map(({ name }) => name)
    checkNesting(tag.name, around, place(html, at))
    open.push({ ...tag, offset: text.length })
    return tag.end
  }

  function close(at: number): number {
    const tag = open.pop()
    if (!tag) throw parseError(`Unexpected end tag ${place(html, at)()}`)
    const end = html.indexOf('>', at)
    if (end < 0) throw parseError(`Unclosed end tag ${place(html, at)()}`)
    const name = html
      .slice(at + 2, end)
      .trim()
      .toLowerCase()
    if (name !== tag.name)
      throw parseError(`Unmatched end tag ${place(html, at)()}, expected "</${tag.name}>", found "</${name}>"`)
    const around = open.at(-1)
    if (name === 'code' && around?.name === 'pre') {
      const language = tag.attributes.get('class')?.replace(/^language-/, '') ?? ''
      open[open.length - 1] = { ...around, attributes: new Map([...around.attributes, ['language', language]]) }
      return end + 1
    }
    const length = text.length - tag.offset
    const shape = entityOfTag(name, tag.attributes, text.slice(tag.offset))
    if (shape && length > 0) entities.push({ ...shape, offset: tag.offset, length })
    return end + 1
  }
}

/** Counted only when somebody asks: it goes through everything before. */
const place = (html: string, at: number) => () => `at byte offset ${Buffer.byteLength(html.slice(0, at))}`

function readStartTag(html: string, at: number) {
  const name = upTo(html, at + 1, /[\s>]/)
  if (name.end >= html.length) throw parseError(`Unclosed start tag ${place(html, at)()}`)
  const tag = name.text.toLowerCase()
  const attributes = new Map<string, string>()
  let next = skipSpace(html, name.end)
  while (html[next] !== '>') {
    const attribute = upTo(html, next, /[\s=>]/)
    if (attribute.text === '') throw parseError(`Empty attribute name in the tag "${tag}" ${place(html, at)()}`)
    next = skipSpace(html, attribute.end)
    if (html[next] === '=') {
      const value = readValue(html, skipSpace(html, next + 1), at)
      attributes.set(attribute.text.toLowerCase(), value.text)
      next = skipSpace(html, value.end)
    } else if (attribute.text.toLowerCase() === 'expandable') attributes.set('expandable', '')
    else throw parseError(`Expected equal sign in declaration of an attribute of the tag "${tag}" ${place(html, at)()}`)
    if (next >= html.length) throw parseError(`Unclosed start tag "${tag}" ${place(html, at)()}`)
  }
  return { name: tag, attributes, end: next + 1 }
}

/** Quoted, or a bare token of letters, digits, periods and hyphens, which is read in lower case. */
function readValue(html: string, at: number, tagAt: number): { readonly text: string; readonly end: number } {
  const quote = html[at]
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, at + 1)
    if (end < 0) throw parseError(`Unclosed start tag ${place(html, tagAt)()}`)
    const raw = html.slice(at + 1, end)
    return { text: raw.replace(/&[#a-z0-9]+;?/gi, (reference) => decodeWhole(reference)), end: end + 1 }
  }
  const token = upTo(html, at, /[^a-z0-9.-]/i)
  if (token.text === '' || !/[\s>]/.test(html[token.end] ?? '>'))
    throw parseError(`Unexpected end of name token ${place(html, at)()}`)
  return { text: token.text.toLowerCase(), end: token.end }
}

function decodeWhole(reference: string): string {
  const { text, length } = decodeReference(reference, 0)
  return text + reference.slice(length)
}

function upTo(html: string, from: number, stop: RegExp): { readonly text: string; readonly end: number } {
  const found = html.slice(from).search(stop)
  const end = found < 0 ? html.length : from + found
  return { text: html.slice(from, end), end }
}

function skipSpace(html: string, from: number): number {
  let at = from
  while (/\s/.test(html[at] ?? '')) at += 1
  return at
}
