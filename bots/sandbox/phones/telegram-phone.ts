import type { KeyboardButton, ReplyKeyboardMarkup } from '@grammyjs/types'
import { z } from 'zod'
import type { Person } from '../people.ts'
import type { PhoneChat, PhoneMessage } from '../telegram/phone-chat.ts'
import { icons } from './icons.ts'
import { html, type Markup } from './markup.ts'
import { avatar, chatMenu, composer, press, statusBar } from './phone-parts.ts'
import type { PhonesDeps, PhoneView } from './phone-view.ts'
import { telegramBubble } from './telegram-message.ts'

/** How long a notice that a tap brought stays over the chat. */
const noticeMs = 5000

/** A phone with the chat between one person and the bot. */
export function telegramPhone(deps: PhonesDeps, view: PhoneView, person: Person): Markup {
  const chat = deps.telegram.readChat(person.id)
  const profile = profileOf(deps, chat, view)
  return html`<article class="phone telegram" id="telegram-phone" data-merge data-person="${person.id}" data-waiting="${chat.waitingTaps}" aria-label="${view.say('phones-phone-of', { name: person.name, app: 'Telegram' })}">
${statusBar(view, 'telegram')}
${head(view, chat)}
<div class="scroll" id="telegram-scroll" data-merge tabindex="0" role="region" aria-label="${view.say('phones-messages')}">
<ol class="log" id="telegram-log" data-merge role="log" aria-live="polite" aria-relevant="additions">${log(view, person, chat, profile)}</ol></div>
${notice(view, chat)}
${foot(view, person, chat, profile)}
</article>`
}

function head(view: PhoneView, { bot, started, blocked }: PhoneChat): Markup {
  const name = bot?.name ?? view.say('phones-no-bot')
  const turn = blocked ? 'unblock' : 'block'
  const menu = [
    ...(blocked ? [] : [press('telegram', 'card', view.say('phones-card'))]),
    press('telegram', 'delete-chat', view.say('phones-delete-chat')),
    press('telegram', turn, view.say(`phones-bot-${turn}`)),
  ]
  return html`<header class="head" id="telegram-head"><span class="back" aria-hidden="true">${icons.back}</span>${avatar(name)}
<div class="names"><h2>${name}</h2><small>${view.say('phones-bot')}</small></div>
${started ? chatMenu(view, menu) : ''}</header>`
}

function log(view: PhoneView, person: Person, chat: PhoneChat, profile: Profile): readonly Markup[] {
  const { moments } = view
  const lines: Markup[] = []
  if (chat.messages.length === 0 && chat.bot)
    lines.push(
      html`<li id="telegram-about" class="about"><b>${view.say('phones-bot-about')}</b><p>${profile.description || view.say('phones-bot-silent')}</p></li>`,
    )
  let day = ''
  for (const album of albumsOf(chat.messages)) {
    const at = new Date(album[0]?.sentAt ?? 0)
    const today = moments.day(at)
    if (today !== day)
      lines.push(html`<li id="telegram-day-${today}" class="day"><span>${moments.dayInWords(at)}</span></li>`)
    day = today
    lines.push(telegramBubble(view, person, album))
  }
  return lines
}

/** Messages that came as one album stand together; deleted ones are gone from a phone. */
function albumsOf(messages: readonly PhoneMessage[]): readonly (readonly PhoneMessage[])[] {
  const albums: PhoneMessage[][] = []
  for (const message of messages) {
    if (message.deleted) continue
    const last = albums.at(-1)
    if (last && message.albumId !== null && last[0]?.albumId === message.albumId) last.push(message)
    else albums.push([message])
  }
  return albums
}

function notice(view: PhoneView, { notice: given }: PhoneChat): Markup {
  const ageMs = given ? view.now.getTime() - new Date(given.at).getTime() : Number.POSITIVE_INFINITY
  if (!given || ageMs < 0 || ageMs > noticeMs)
    return html`<div class="notice" id="telegram-notice" role="status"></div>`
  return given.alert
    ? html`<dialog class="notice alert" id="telegram-notice" open data-at="${given.at}"><p>${given.text}</p><form method="dialog"><button>${view.say('phones-ok')}</button></form></dialog>`
    : html`<div class="notice toast" id="telegram-notice" role="status" data-at="${given.at}">${given.text}</div>`
}

function foot(view: PhoneView, person: Person, chat: PhoneChat, { commands }: Profile): Markup {
  const { say } = view
  if (!chat.bot) return html`<footer class="foot" id="telegram-foot"></footer>`
  if (!chat.started || chat.cleared)
    return html`<footer class="foot" id="telegram-foot"><form class="beginning" method="post" action="phones/hands" data-hands>
<input type="hidden" name="person" value="${person.id}"><input type="hidden" name="do" value="start">
<label>${say('phones-code')} <input name="parameter" pattern="[A-Za-z0-9_\\-]{1,64}" autocomplete="off" spellcheck="false"></label><button class="wide">${say('phones-start')}</button></form></footer>`
  if (chat.blocked)
    return html`<footer class="foot" id="telegram-foot">${press('telegram', 'unblock', say('phones-bot-unblock'), 'wide')}</footer>`
  const menu = html`<details class="popover menu"><summary>${icons.menu}<span>${say('phones-menu')}</span></summary><div class="sheet choices">${commands.map(
    ({ command, description }) => press('telegram', `say /${command}`, html`<b>/${command}</b> ${description}`),
  )}</div></details>`
  const more = commands.length > 0 ? { more: menu } : {}
  const typed = composer(view, person, { placeholder: say('phones-type-telegram'), maxLength: 4096, ...more })
  return html`<footer class="foot" id="telegram-foot">${typed}${chat.keyboard ? below(view, chat.keyboard) : ''}</footer>`
}

/** The keyboard that a bot laid below the chat: its keys say their words, or share the person's own number. */
function below(view: PhoneView, { keyboard }: ReplyKeyboardMarkup): Markup {
  const key = (button: KeyboardButton) => {
    const { text, ...asks } = typeof button === 'string' ? { text: button } : button
    return press('telegram', 'request_contact' in asks ? 'share' : `say ${text}`, text, 'key')
  }
  return html`<div class="below" role="group" aria-label="${view.say('phones-reply-keyboard')}">${keyboard.map((row) => html`<div class="keys">${row.map(key)}</div>`)}</div>`
}

type Profile = {
  readonly description: string
  readonly commands: readonly { readonly command: string; readonly description: string }[]
}

const commandList = z
  .array(z.object({ command: z.string().transform((name) => name.replace(/^\//, '')), description: z.string() }))
  .catch([])

/** What the bot told the platform about itself, in the person's language if it has that. */
function profileOf({ telegram }: PhonesDeps, { bot }: PhoneChat, { locale }: PhoneView): Profile {
  const profile = telegram.bots.all().find(({ username }) => username === bot?.username)?.profile ?? {}
  const first = (...names: readonly string[]) => names.map((name) => profile[name]).find((value) => value !== undefined)
  const lists = ['all_private_chats', 'default'].flatMap((scope) => [
    `commands ${scope} ${locale}`,
    `commands ${scope} `,
  ])
  const description = first(`description ${locale}`, 'description ')
  return {
    description: typeof description === 'string' ? description : '',
    commands: commandList.parse(first(...lists) ?? []),
  }
}
