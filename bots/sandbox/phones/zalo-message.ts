import type { Person } from '../people.ts'
import type { ChatButton, ChatMessage } from '../zalo/chats.ts'
import { link } from './entities.ts'
import { extensionOf, familyOf, fileAddress, sizeInWords } from './file-card.ts'
import { icons, stickers } from './icons.ts'
import { html, type Markup } from './markup.ts'
import { avatar, press, theOnlySticker } from './phone-parts.ts'
import type { PhoneView } from './phone-view.ts'

/** One bubble or card of the chat with an Official Account. */
export function zaloBubble(view: PhoneView, person: Person, message: ChatMessage, accountName: string): Markup {
  const side = message.from === 'oa' ? 'theirs' : 'mine'
  const face = message.from === 'oa' ? avatar(accountName) : ''
  const time = html`<time class="time" datetime="${message.at}">${view.moments.clock(new Date(message.at))}</time>`
  return html`<li id="zalo-${message.id}" class="said ${side} ${message.kind}">${face}<div class="bubble">${content(view, person, message, accountName)}${time}${options(message)}</div></li>`
}

function content(view: PhoneView, person: Person, message: ChatMessage, accountName: string): Markup {
  const { kind, text, file, id } = message
  if (kind === 'sticker')
    return html`<div class="sticker" role="img" aria-label="${view.say('phones-sticker')}">${stickers.get(theOnlySticker) ?? ''}</div>`
  if (kind === 'notice') return noticeCard(text, accountName)
  const words = text === '' ? '' : html`<div class="text">${linked(text)}</div>`
  if (!file) return html`${words}`
  const address = fileAddress(person.id, id)
  const picture =
    kind === 'image'
      ? html`<a href="${address}" download="${file.name}"><img src="${address}&amp;look=1" alt="${file.name}"></a>`
      : ''
  const size = html`<small>${extensionOf(file.name)} · ${sizeInWords(view, file.sizeBytes)}</small>`
  const card = html`<a class="file" href="${address}" download="${file.name}"><span class="file-icon ${familyOf(file.name)}" aria-hidden="true">${extensionOf(file.name)}</span><span class="file-words"><b>${file.name}</b>${size}</span><span class="take" aria-hidden="true">${icons.down}</span></a>`
  return html`${picture === '' ? card : picture}${words}`
}

/** An approved template: its name as the title, then what was filled in. */
function noticeCard(text: string, accountName: string): Markup {
  const [title = '', ...lines] = text.split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  return html`<div class="card-head">${avatar(accountName)}<span>${accountName}</span></div><h3>${title}</h3>${filled.map((line) => html`<p>${line}</p>`)}`
}

/** Buttons stand as a list below the text. */
function options({ id, kind, buttons }: ChatMessage): Markup {
  if (buttons.length === 0) return html``
  return html`<ul class="options">${buttons.map((button, place) => html`<li>${option(id, button, place, kind)}</li>`)}</ul>`
}

function option(id: string, button: ChatButton, place: number, kind: ChatMessage['kind']): Markup {
  const primary = kind === 'notice' && place === 0 ? 'option primary' : 'option'
  if (button.kind === 'query')
    return press('zalo', `tap ${id} ${place}`, html`<span>${button.label}</span>${icons.chevron}`, primary)
  if (button.kind === 'phone')
    return html`<span class="${primary} outward"><a href="tel:+${button.number}">${button.label}</a>${icons.outward}</span>`
  return html`<span class="${primary} outward">${link(button.url, button.label)}${icons.outward}</span>`
}

/** Addresses become links, as the app does by itself. */
function linked(text: string): readonly (Markup | string)[] {
  const pieces: (Markup | string)[] = []
  let at = 0
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]»”]/giu)) {
    pieces.push(text.slice(at, match.index), link(match[0], match[0]))
    at = match.index + match[0].length
  }
  return [...pieces, text.slice(at)]
}
