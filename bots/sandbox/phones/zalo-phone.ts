import type { Person } from '../people.ts'
import type { ChatState } from '../zalo/chats.ts'
import { icons } from './icons.ts'
import { html, type Markup } from './markup.ts'
import { avatar, chatMenu, composer, press, statusBar } from './phone-parts.ts'
import type { PhonesDeps, PhoneView } from './phone-view.ts'
import { zaloBubble } from './zalo-message.ts'

/** A pause after which the app writes the time between two messages. */
const pauseMs = 3_600_000

/** A phone with the chat between one person and the Official Account. */
export function zaloPhone(deps: PhonesDeps, view: PhoneView, person: Person): Markup {
  const { accounts, chats } = deps.zalo.world
  const account = accounts.all()[0]
  const key = { oaId: account?.oaId ?? '', userId: person.userId }
  const state = chats.state(key)
  const name = account?.name ?? view.say('phones-no-account')
  return html`<article class="phone zalo" id="zalo-phone" data-merge data-person="${person.id}" data-waiting="0" aria-label="${view.say('phones-phone-of', { name: person.name, app: 'Zalo' })}">
${statusBar(view, 'zalo')}
${head(view, name, state, account !== undefined)}
<div class="scroll" id="zalo-scroll" data-merge tabindex="0" role="region" aria-label="${view.say('phones-messages')}">
<ol class="log" id="zalo-log" data-merge role="log" aria-live="polite" aria-relevant="additions">${profileCard(view, name, state)}${log(deps, view, person, key, name)}</ol></div>
${foot(view, person, state, account !== undefined)}
</article>`
}

function head(view: PhoneView, name: string, { follows, blocked }: ChatState, open: boolean): Markup {
  const turn = blocked ? 'unblock' : 'block'
  const follow = follows ? 'unfollow' : 'follow'
  const choices = [
    press('zalo', follow, view.say(`phones-${follow}`)),
    press('zalo', turn, view.say(`phones-account-${turn}`)),
  ]
  return html`<header class="head" id="zalo-head"><span class="back" aria-hidden="true">${icons.back}</span>
<div class="names"><h2>${name} ${badge(view)}</h2><small>${view.say('phones-official')}</small></div>${open ? chatMenu(view, choices) : ''}</header>`
}

const badge = (view: PhoneView): Markup =>
  html`<span class="badge" role="img" aria-label="${view.say('phones-verified')}">${icons.check}</span>`

/** What stands on top of the chat: who this is, and how to begin. */
function profileCard(view: PhoneView, name: string, { follows, blocked, lastInteractionAt }: ChatState): Markup {
  const begin = lastInteractionAt === null ? press('zalo', 'chatnow', view.say('phones-chatnow'), 'begin primary') : ''
  const follow = follows
    ? html`<span class="begin following">${view.say('phones-following')}</span>`
    : press('zalo', 'follow', view.say('phones-follow'), 'begin')
  return html`<li id="zalo-about" class="about">${avatar(name)}<b>${name} ${badge(view)}</b><small>${view.say('phones-official')}</small>
${blocked ? '' : html`<span class="beginnings">${follow}${begin}</span>`}</li>`
}

function log(
  { zalo }: PhonesDeps,
  view: PhoneView,
  person: Person,
  key: { readonly oaId: string; readonly userId: string },
  name: string,
): readonly Markup[] {
  const { moments, now } = view
  let before = Number.NEGATIVE_INFINITY
  return zalo.world.chats.messages(key).flatMap((message) => {
    const at = new Date(message.at)
    const pause = at.getTime() - before > pauseMs
    before = at.getTime()
    const bubble = zaloBubble(view, person, message, name)
    if (!pause) return [bubble]
    const today = moments.day(at) === moments.day(now)
    const when = today ? view.say('phones-today', { time: moments.clock(at) }) : moments.full(at)
    return [html`<li id="zalo-pause-${message.id}" class="day"><span>${when}</span></li>`, bubble]
  })
}

function foot(view: PhoneView, person: Person, { blocked }: ChatState, open: boolean): Markup {
  if (!open) return html`<footer class="foot" id="zalo-foot"></footer>`
  if (blocked)
    return html`<footer class="foot" id="zalo-foot"><p class="blocked">${view.say('phones-blocked')}</p>${press('zalo', 'unblock', view.say('phones-account-unblock'), 'wide')}</footer>`
  const typed = composer(view, person, { placeholder: view.say('phones-type-zalo'), maxLength: 2000 })
  return html`<footer class="foot" id="zalo-foot">${typed}</footer>`
}
