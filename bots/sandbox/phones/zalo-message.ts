import type { Person } from '../people.ts'
import type { ChatButton, ChatElement, ChatMessage } from '../zalo/chats.ts'
import { phoneOfPerson } from '../zalo/phone-numbers.ts'
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
  return html`<li id="zalo-${message.id}" class="said ${side} ${message.kind}">${face}<div class="bubble">${content(view, person, message, accountName)}${reactionOf(message)}${time}${options(message)}</div></li>`
}

function content(view: PhoneView, person: Person, message: ChatMessage, accountName: string): Markup {
  const { kind, text, file, id, link: shared } = message
  if (kind === 'sticker')
    return html`<div class="sticker" role="img" aria-label="${view.say('phones-sticker')}">${stickers.get(theOnlySticker) ?? ''}</div>`
  if (kind === 'notice') return noticeCard(view, message, accountName)
  if (kind === 'list') return listCard(message)
  if (kind === 'request') return requestCard(view, person, message)
  const plain = kind === 'audio' || kind === 'video' ? view.say(`phones-${kind}`) : text
  const address =
    shared !== undefined && !text.includes(shared) ? html`<div class="text">${link(shared, shared)}</div>` : ''
  const words = plain === '' ? address : html`<div class="text">${linked(plain)}</div>${address}`
  const outside = message.elements?.map(
    ({ imageUrl = '' }) => html`<div class="text">${link(imageUrl, imageUrl)}</div>`,
  )
  if (!file) return html`${outside ?? ''}${words}`
  return html`${fileOrPicture(view, fileAddress(person.id, id), file, kind === 'image')}${words}`
}

function fileOrPicture(
  view: PhoneView,
  address: string,
  { name, sizeBytes }: NonNullable<ChatMessage['file']>,
  picture: boolean,
): Markup {
  if (picture) return html`<a href="${address}" download="${name}"><img src="${address}&amp;look=1" alt="${name}"></a>`
  const size = html`<small>${extensionOf(name)} · ${sizeInWords(view, sizeBytes)}</small>`
  return html`<a class="file" href="${address}" download="${name}"><span class="file-icon ${familyOf(name)}" aria-hidden="true">${extensionOf(name)}</span><span class="file-words"><b>${name}</b>${size}</span><span class="take" aria-hidden="true">${icons.down}</span></a>`
}

/** An approved template: its name as the title, then what was filled in. */
function noticeCard(view: PhoneView, { text, byPhone }: ChatMessage, accountName: string): Markup {
  const [title = '', ...lines] = text.split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  const way = byPhone ? html`<small class="by-phone">${view.say('phones-by-phone')}</small>` : ''
  return html`<div class="card-head">${avatar(accountName)}<span>${accountName}${way}</span></div><h3>${title}</h3>${filled.map((line) => html`<p>${line}</p>`)}`
}

/** The first row large, the others as rows that lead somewhere. */
function listCard({ elements = [] }: ChatMessage): Markup {
  const [first, ...rows] = elements
  const title = ({ title: words, url }: ChatElement) => (url === undefined ? html`<b>${words}</b>` : link(url, words))
  return html`${first ? html`<h3>${title(first)}</h3><p>${first.subtitle}</p>` : ''}${
    rows.length > 0
      ? html`<ul class="rows">${rows.map((row) => html`<li>${title(row)}${row.subtitle ? html`<small>${row.subtitle}</small>` : ''}${row.url === undefined ? '' : icons.outward}</li>`)}</ul>`
      : ''
  }`
}

/** Asks for name and number: the person's own stands ready, and can be changed before it is shared. */
function requestCard(view: PhoneView, person: Person, { id, elements = [], settled }: ChatMessage): Markup {
  const { say } = view
  const [asked] = elements
  const answer = settled
    ? html`<p class="shared">${icons.check}${say('phones-shared')}</p>`
    : html`<form class="share" method="post" action="phones/hands" data-hands><input type="hidden" name="person" value="${person.id}"><input type="hidden" name="do" value="share ${id}">
<label>${say('phones-share-number')} <input name="parameter" type="tel" inputmode="numeric" required pattern="84[0-9]{8,10}" value="${phoneOfPerson(person) ?? ''}" placeholder="84…"></label><button class="option primary">${say('phones-share')}</button></form>`
  return html`<h3>${asked?.title ?? ''}</h3><p>${asked?.subtitle ?? ''}</p>${answer}`
}

const reactions = new Map([
  ['/-heart', '❤️'],
  ['/-strong', '👍'],
  [':>', '😄'],
  [':o', '😮'],
  [':-((', '😭'],
  [':-h', '😡'],
  ['--b', '😔'],
])

const reactionOf = ({ reaction }: ChatMessage): Markup | string =>
  reaction === undefined ? '' : html`<span class="reaction">${reactions.get(reaction) ?? reaction}</span>`

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
