import type { Person, SandboxChannel } from '../people.ts'
import { icons, stickers } from './icons.ts'
import { html, type Markup } from './markup.ts'
import type { PhoneView } from './phone-view.ts'

/** The form that every button of a phone belongs to. */
export const handsForm = (channel: SandboxChannel): string => `hands-${channel}`

/** Initials in a circle; the colour follows the name. */
export function avatar(name: string): Markup {
  const words = name.split(/\s+/).filter(Boolean)
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('')
  const hue = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6
  return html`<span class="avatar hue-${hue}" aria-hidden="true">${initials.toUpperCase()}</span>`
}

export const statusBar = (view: PhoneView, channel: SandboxChannel): Markup =>
  html`<div class="status-bar" id="${channel}-status" aria-hidden="true"><span>${view.moments.clock(view.now)}</span><i class="camera"></i><span class="signs"><i class="signal"></i><i class="battery"></i></span></div>`

/** A button of the phone: pressing it sends the wish of this person. */
export const press = (channel: SandboxChannel, wish: string, label: Markup | string, className = ''): Markup =>
  html`<button${className && html` class="${className}"`} form="${handsForm(channel)}" name="do" value="${wish}">${label}</button>`

/** The line one types in, with files and stickers to send. */
export function composer(
  view: PhoneView,
  person: Person,
  {
    placeholder,
    maxLength,
    more,
  }: {
    readonly placeholder: string
    readonly maxLength: number
    readonly more?: Markup
  },
): Markup {
  const { channel, id } = person
  const action = html`<input type="hidden" name="person" value="${id}">`
  return html`<div class="composer">
${more ?? ''}
<details class="popover"><summary title="${view.say('phones-attach')}"><span class="unseen">${view.say('phones-attach')}</span>${icons.clip}</summary>
<form class="sheet" method="post" action="phones/hands" enctype="multipart/form-data" data-hands data-file>${action}<input type="hidden" name="do" value="file">
<label>${view.say('phones-file')} <input type="file" name="file" required></label><button>${view.say('phones-send-file')}</button></form></details>
<form class="typing" method="post" action="phones/hands" data-hands data-text>${action}<input type="hidden" name="do" value="text">
<textarea name="text" rows="1" required maxlength="${maxLength}" placeholder="${placeholder}" aria-label="${placeholder}" data-draft="${id}" enterkeyhint="send"></textarea>
<button class="send" title="${view.say('phones-send')}"><span class="unseen">${view.say('phones-send')}</span>${icons.send}</button></form>
<details class="popover end"><summary title="${view.say('phones-stickers')}"><span class="unseen">${view.say('phones-stickers')}</span>${icons.smile}</summary>
<div class="sheet stickers">${[...stickers]
    .filter(([emoji]) => channel === 'telegram' || emoji === theOnlySticker)
    .map(([emoji, picture]) =>
      press(channel, `sticker ${emoji}`, html`<span class="unseen">${emoji}</span>${picture}`, 'sticker-choice'),
    )}</div></details></div>`
}

/** Zalo's message tells of a sticker, not of which one. */
export const theOnlySticker = '😊'

/** The dots in the head of a chat. */
export const chatMenu = (view: PhoneView, buttons: readonly Markup[]): Markup =>
  html`<details class="popover end down"><summary title="${view.say('phones-more')}"><span class="unseen">${view.say('phones-more')}</span>${icons.dots}</summary><div class="sheet choices">${buttons}</div></details>`
