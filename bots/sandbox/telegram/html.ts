import type { MessageEntity } from '@grammyjs/types'
import { type Attributes, entityOfTag, isSupportedTag, parseError } from './html-tags.ts'

export type FormattedText = { readonly text: string; readonly entities: readonly MessageEntity[] }

type OpenTag = { readonly name: string; readonly attributes: Attributes; readonly offset: number }

const tagPattern = /<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*>/iy
const entityPattern = /&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-f]{1,6}));/iy
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** Telegram's HTML: closed list of tags, all closed in order, four named entities; offsets count UTF-16 units. */
export function parseHtml(html: string): FormattedText {
  const open: OpenTag[] = []
  const entities: MessageEntity[] = []
  let text = ''
  for (let at = 0; at < html.length; ) {
    const character = html[at]
    if (character === '&') {
      const [decoded, length] = decodeEntity(html, at)
      text += decoded
      at += length
    } else if (character === '<') {
      tagPattern.lastIndex = at
      const match = tagPattern.exec(html)
      const where = `at byte offset ${Buffer.byteLength(html.slice(0, at))}`
      if (!match) throw parseError(`Can't find end tag or unsupported start tag ${where}`)
      const name = (match[2] ?? '').toLowerCase()
      if (match[1] === '/') close(name, where)
      else push(name, match[3] ?? '', where)
      at += match[0].length
    } else {
      text += character
      at += 1
    }
  }
  const last = open.at(-1)
  if (last) throw parseError(`Can't find end tag corresponding to start tag "${last.name}"`)
  entities.sort((left, right) => left.offset - right.offset || right.length - left.length)
  return { text, entities }

  function push(name: string, attributes: string, where: string) {
    if (!isSupportedTag(name)) throw parseError(`Unsupported start tag "${name}" ${where}`)
    const around = open.map((tag) => tag.name)
    if (name === 'blockquote' && around.includes('blockquote')) throw parseError(`Blockquotes can't be nested ${where}`)
    const language = name === 'code' && around.at(-1) === 'pre'
    if (around.includes('code') || (around.includes('pre') && !language))
      throw parseError(`Nothing can be nested in code ${where}`)
    open.push({ name, attributes: readAttributes(attributes), offset: text.length })
  }

  function close(name: string, where: string) {
    const tag = open.pop()
    if (!tag) throw parseError(`Unexpected end tag ${where}`)
    if (tag.name !== name) throw parseError(`Unmatched end tag ${where}, expected "</${tag.name}>", found "</${name}>"`)
    const around = open.at(-1)
    if (name === 'code' && around?.name === 'pre') {
      const language = tag.attributes.get('class')?.replace(/^language-/, '') ?? ''
      open[open.length - 1] = { ...around, attributes: new Map([...around.attributes, ['language', language]]) }
      return
    }
    const length = text.length - tag.offset
    const shape = entityOfTag(name, tag.attributes, text.slice(tag.offset))
    if (shape && length > 0) entities.push({ ...shape, offset: tag.offset, length })
  }
}

function decodeEntity(html: string, at: number): [string, number] {
  entityPattern.lastIndex = at
  const match = entityPattern.exec(html)
  if (!match) return ['&', 1]
  const name = match[1]?.toLowerCase()
  if (name) return [named[name] ?? '', match[0].length]
  const code = match[2] ? Number(match[2]) : Number.parseInt(match[3] ?? '0', 16)
  return code > 0 && code <= 0x10ffff ? [String.fromCodePoint(code), match[0].length] : ['&', 1]
}

function readAttributes(source: string): Attributes {
  const pattern = /([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi
  const attributes = new Map<string, string>()
  for (const [, name = '', double, single, bare] of source.matchAll(pattern)) {
    const raw = double ?? single ?? bare ?? ''
    attributes.set(
      name.toLowerCase(),
      raw.replace(/&[^;\s]{1,8};/g, (entity) => decodeEntity(entity, 0)[0]),
    )
  }
  return attributes
}
