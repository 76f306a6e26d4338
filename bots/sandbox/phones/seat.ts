import type { Person, SandboxChannel } from '../people.ts'
import { phoneOfPerson } from '../zalo/phone-numbers.ts'
import { html, type Markup } from './markup.ts'
import { handsForm, press } from './phone-parts.ts'
import { channels, type PhonesDeps, type PhoneView } from './phone-view.ts'
import { telegramPhone } from './telegram-phone.ts'
import { zaloPhone } from './zalo-phone.ts'

const hourMs = 3_600_000

/** One side of the table: whose phone it is, how the person stands to the sender, and the phone itself. */
export function seat(deps: PhonesDeps, view: PhoneView, channel: SandboxChannel): Markup {
  const person = view.shown[channel]
  const label = view.say(`phones-seat-${channel}`)
  if (!person)
    return html`<section class="seat" id="seat-${channel}" data-merge aria-label="${label}"><p id="nobody-${channel}" class="state">${view.say('phones-nobody')}</p></section>`
  return html`<section class="seat" id="seat-${channel}" data-merge aria-label="${label}">
${chooser(deps, view, person)}
${channel === 'telegram' ? telegramState(deps, view, person) : zaloState(deps, view, person)}
<form id="${handsForm(channel)}" method="post" action="phones/hands" data-hands><input type="hidden" name="person" value="${person.id}"></form>
${channel === 'telegram' ? telegramPhone(deps, view, person) : zaloPhone(deps, view, person)}
</section>`
}

function chooser({ frame }: PhonesDeps, view: PhoneView, person: Person): Markup {
  const { channel } = person
  const others = channels.filter((one) => one !== channel)
  const kept = others.map((one) => html`<input type="hidden" name="${one}" value="${view.shown[one]?.id ?? ''}">`)
  return html`<form class="chooser" id="chooser-${channel}" method="get" action="./" data-chooser="${channel}">
<label><span>${view.say(`phones-seat-${channel}`)}</span> <select name="${channel}">${frame.people
    .all(channel)
    .map(
      (one) =>
        html`<option value="${one.id}"${one.id === person.id ? html` selected` : ''}>${one.name}${one.outlet ? ` · ${one.outlet}` : ''}</option>`,
    )}</select></label>${kept}<input type="hidden" name="front" value="${channel}"><input type="hidden" name="lang" value="${view.locale}"><button>${view.say('phones-show')}</button></form>`
}

function telegramState({ telegram }: PhonesDeps, view: PhoneView, person: Person): Markup {
  const { bot, started, blocked, waitingTaps } = telegram.readChat(person.id)
  const key = !bot
    ? 'no-bot-yet'
    : person.flags.deactivated === true
      ? 'deactivated'
      : !started
        ? 'not-started'
        : blocked
          ? 'bot-blocked'
          : waitingTaps > 0
            ? 'waiting'
            : 'open'
  return html`<div class="state" id="state-telegram"><p><i class="lamp ${key}"></i>${view.say(`phones-state-${key}`)}</p></div>`
}

/** Where the person stands with the account's windows, and buttons to stand elsewhere. */
function zaloState({ zalo }: PhonesDeps, view: PhoneView, person: Person): Markup {
  const { accounts, chats } = zalo.world
  const account = accounts.all()[0]
  if (!account)
    return html`<div class="state" id="state-zalo"><p><i class="lamp"></i>${view.say('phones-state-no-account')}</p></div>`
  const { lastInteractionAt, blocked } = chats.state({ oaId: account.oaId, userId: person.userId })
  const hours = lastInteractionAt ? Math.floor((view.now.getTime() - lastInteractionAt.getTime()) / hourMs) : null
  const key = blocked ? 'account-blocked' : windowOf(hours)
  const since = lastInteractionAt ? view.moments.full(lastInteractionAt) : ''
  const past = [
    ['0', 'now'],
    ['72', 'days-3'],
    ['480', 'days-20'],
    ['never', 'never'],
  ] as const
  const number = phoneOfPerson(person)
  const owned = number === undefined ? '' : html` <small>${view.say('phones-number-of', { number })}</small>`
  return html`<div class="state" id="state-zalo"><p><i class="lamp ${key}"></i>${view.say(`phones-state-${key}`, { since })}${owned}</p>
<p class="past"><span>${view.say('phones-last-wrote')}</span> ${past.map(([wish, name]) => press('zalo', `interaction ${wish}`, view.say(`phones-past-${name}`), 'small'))}</p></div>`
}

function windowOf(hours: number | null): 'never-wrote' | 'free' | 'charged' | 'outside' {
  if (hours === null) return 'never-wrote'
  if (hours < 48) return 'free'
  return hours < 7 * 24 ? 'charged' : 'outside'
}
