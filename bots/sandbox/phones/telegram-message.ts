import type { InlineKeyboardButton } from '@grammyjs/types'
import type { Person } from '../people.ts'
import type { PhoneMessage } from '../telegram/phone-chat.ts'
import { formatted, link } from './entities.ts'
import { extensionOf, fileAddress, sizeInWords } from './file-card.ts'
import { icons, stickers } from './icons.ts'
import { html, type Markup } from './markup.ts'
import { avatar, handsForm } from './phone-parts.ts'
import type { PhoneView } from './phone-view.ts'

/** One bubble; the documents of an album share one. */
export function telegramBubble(view: PhoneView, person: Person, album: readonly PhoneMessage[]): Markup {
  const [first] = album
  const last = album.at(-1)
  if (!first || !last) return html``
  const side = first.fromBot ? 'theirs' : 'mine'
  const sticker = first.sticker === null ? '' : ' bare'
  return html`<li id="telegram-${first.messageId}" class="said ${side}${sticker}">
<div class="bubble">${album.map((message) => content(view, person, message))}${timeOf(view, last)}</div>
${last.buttons.length > 0 ? keyboard(view, last) : ''}</li>`
}

function content(view: PhoneView, person: Person, message: PhoneMessage): Markup {
  if (message.sticker !== null)
    return html`<div class="sticker" role="img" aria-label="${message.sticker}">${stickers.get(message.sticker) ?? html`<span>${message.sticker}</span>`}</div>`
  if (message.contact !== null) {
    const { first_name: name, phone_number: phone } = message.contact
    return html`<div class="contact">${avatar(name)}<span><b>${name}</b><small>${phone.startsWith('+') ? '' : '+'}${phone}</small></span></div>`
  }
  const { file, text, entities, messageId } = message
  const words = formatted(text, entities, { form: handsForm('telegram'), unfold: view.say('phones-unfold') })
  return html`${
    file
      ? html`<a class="file" href="${fileAddress(person.id, messageId)}" download="${file.name}"><span class="file-icon" aria-hidden="true">${icons.page}<b>${extensionOf(file.name)}</b></span><span class="file-words"><b>${file.name}</b><small>${sizeInWords(view, file.sizeBytes)}</small></span></a>`
      : ''
  }${text === '' ? '' : html`<div class="text">${words}</div>`}`
}

function timeOf(view: PhoneView, { sentAt, editedAt, fromBot }: PhoneMessage): Markup {
  const edited = editedAt === null ? '' : html`<span>${view.say('phones-edited')}</span> `
  const ticks = fromBot
    ? ''
    : html`<span class="ticks"><span class="unseen">${view.say('phones-read')}</span>${icons.ticks}</span>`
  return html`<span class="time">${edited}<time datetime="${sentAt}">${view.moments.clock(new Date(sentAt))}</time>${ticks}</span>`
}

function keyboard(view: PhoneView, { messageId, buttons }: PhoneMessage): Markup {
  const label = view.say('phones-keyboard')
  return html`<div class="keyboard" role="group" aria-label="${label}">${buttons.map((row) => html`<div class="keys">${row.map((button) => key(messageId, button))}</div>`)}</div>`
}

function key(messageId: number, button: InlineKeyboardButton): Markup {
  const style = 'style' in button && button.style ? ` ${button.style}` : ''
  if ('callback_data' in button)
    return html`<button class="key${style}" form="${handsForm('telegram')}" name="do" value="tap ${messageId} ${button.callback_data}">${button.text}</button>`
  if ('url' in button)
    return html`<span class="key link${style}">${link(button.url, button.text)}${icons.outward}</span>`
  return html`<button class="key dead${style}" type="button" disabled>${button.text}</button>`
}
