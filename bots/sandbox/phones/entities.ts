import type { MessageEntity } from '@grammyjs/types'
import { html, type Markup } from './markup.ts'

/** Who may be spoken to by a tap on a command, and what the unfolding of a long quote is called. */
export type EntityContext = { readonly form: string; readonly unfold: string }

/** A text as its entities format it; offsets count UTF-16 units, as JavaScript's do. */
export function formatted(text: string, entities: readonly MessageEntity[], context: EntityContext): Markup {
  const ordered = entities.toSorted((left, right) => left.offset - right.offset || right.length - left.length)
  return html`${part(text, 0, text.length, ordered, context)}`
}

function part(
  text: string,
  from: number,
  to: number,
  entities: readonly MessageEntity[],
  context: EntityContext,
): readonly (Markup | string)[] {
  const pieces: (Markup | string)[] = []
  let at = from
  entities.forEach((entity, place) => {
    const start = Math.max(entity.offset, at)
    const end = Math.min(entity.offset + entity.length, to)
    if (end <= start) return
    const block = blocks.has(entity.type)
    const before = text.slice(at, start)
    // A block breaks the line by itself.
    pieces.push(block ? before.replace(/\n$/, '') : before)
    pieces.push(
      wrap(entity, part(text, start, end, entities.slice(place + 1), context), text.slice(start, end), context),
    )
    at = block && text[end] === '\n' ? end + 1 : end
  })
  pieces.push(text.slice(at, to))
  return pieces
}

const blocks: ReadonlySet<string> = new Set(['blockquote', 'expandable_blockquote', 'pre'])

function wrap(
  entity: MessageEntity,
  inner: readonly (Markup | string)[],
  plain: string,
  context: EntityContext,
): Markup {
  switch (entity.type) {
    case 'bold':
      return html`<b>${inner}</b>`
    case 'italic':
      return html`<i>${inner}</i>`
    case 'underline':
      return html`<u>${inner}</u>`
    case 'strikethrough':
      return html`<s>${inner}</s>`
    case 'spoiler':
      return html`<span class="spoiler" tabindex="0">${inner}</span>`
    case 'code':
      return html`<code>${inner}</code>`
    case 'pre':
      return html`<pre>${inner}</pre>`
    case 'blockquote':
      return html`<blockquote>${inner}</blockquote>`
    case 'expandable_blockquote':
      return isLong(plain)
        ? html`<blockquote class="long"><input type="checkbox" aria-label="${context.unfold}"><div>${inner}</div></blockquote>`
        : html`<blockquote>${inner}</blockquote>`
    case 'text_link':
      return link(entity.url, inner)
    case 'url':
      return link(/^https?:/i.test(plain) ? plain : `https://${plain}`, inner)
    case 'email':
      return html`<a href="mailto:${plain}">${inner}</a>`
    case 'bot_command':
      return html`<button class="word" form="${context.form}" name="do" value="say ${plain}">${inner}</button>`
    default:
      return html`${inner}`
  }
}

const isLong = (text: string) => text.length > 140 || text.split('\n').length > 3

/** Only addresses of the web: whatever else a bot may write must not become a link of this page. */
export const link = (url: string, inner: readonly (Markup | string)[] | string): Markup =>
  /^https?:\/\//i.test(url)
    ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${inner}</a>`
    : html`<span class="word">${inner}</span>`
