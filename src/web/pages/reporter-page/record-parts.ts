import type { OwnArticle } from '../../../domain/articles/own-articles.repository.ts'
import type { ReporterEmail } from '../../../domain/reporters/email-address.ts'
import type { HeldMessage, PersonalRecord } from '../../../domain/reporters/personal-record.ts'
import { linkButton } from '../../ui/buttons.ts'
import { type Html, type HtmlValue, html } from '../../ui/html.ts'
import type { PageView } from './page-view.ts'

/**
 * The roster's entry. Of a telephone number only the end is shown: the link may be read over somebody's shoulder.
 * Who receives by mail has those addresses below, and no line here that says there is none.
 */
export function personPart(
  view: PageView,
  record: PersonalRecord,
  { phone, receives }: { readonly phone: string | undefined; readonly receives: boolean },
): Html {
  const { say, reporter, organisation } = view
  const fact = (key: string, value: HtmlValue) => html`<div><dt>${say(key)}</dt><dd>${value}</dd></div>`
  const number = phone ? `••• ${phone.slice(-3)}` : say('page-me-none')
  const agreed = record.phoneConsentAt ? '' : html`<small>${say('page-me-phone-unsendable')}</small>`
  const contact = organisation.settings.deskContact
  return html`<section class="card"><h1>${say('page-me-title')}</h1><p class="soft">${say('page-me-lead')}</p>
<dl class="facts">${fact('page-me-name', reporter.fullName)}${fact('page-me-outlet', reporter.outlet.name)}${fact('page-me-state', say(`page-me-state-${reporter.state}`))}${record.email || !receives ? fact('page-me-email', record.email ?? say('page-me-none')) : ''}${fact('page-me-phone', html`${number}${phone ? agreed : ''}`)}${fact('page-me-since', view.figures(record.createdAt))}</dl>
<p class="soft">${contact ? say('page-me-change-ask', { contact }) : say('page-me-change')}</p></section>`
}

/** What can be done from here: go on in a chat, stop, come back. */
export function waysPart(
  { say, base, reporter }: PageView,
  { chats, email, phone }: { readonly chats: boolean; readonly email: boolean; readonly phone: boolean },
): Html {
  const stop = reporter.state === 'stopped' ? 'page-stopped-return' : 'page-stop-link'
  return html`<section class="card ways">${chats ? linkButton({ href: `${base}/chat`, label: say('page-chat-link') }) : ''}${email ? linkButton({ href: `${base}/email`, label: say('email-page-title') }) : ''}${phone ? linkButton({ href: `${base}/phone`, label: say('page-phone-title') }) : ''}${linkButton({ href: `${base}/stop`, label: say(stop), look: reporter.state === 'stopped' ? 'plain' : 'danger' })}</section>`
}

export const chatsPart = (view: PageView, chats: PersonalRecord['chats']): Html =>
  part(
    view,
    'page-me-chats',
    chats
      .filter(({ channel }) => channel !== 'email')
      .map(({ channel, displayName, state, boundAt }) => ({
        head: html`${channelName(view, channel)}${displayName ? ` · ${displayName}` : ''}`,
        below: html`${view.say(`page-me-chat-${state}`)}${boundAt ? html` · ${view.figures(boundAt)}` : ''}`,
      })),
  )

export const emailsPart = (view: PageView, emails: readonly ReporterEmail[]): Html =>
  part(
    view,
    'email-page-kept',
    emails.map(({ address, state }) => ({
      head: html`<span class="address">${address}</span>`,
      below: html`${view.say(`email-state-${state}`)}`,
    })),
  )

export const consentsPart = (view: PageView, consents: PersonalRecord['consents']): Html =>
  part(
    view,
    'page-me-consents',
    consents.map(({ text, way, givenAt, withdrawnAt }) => ({
      head: html`<q>${text}</q>`,
      below: html`${view.say('page-me-consent-given', { way: wayName(view, way) })} ${view.figures(givenAt)}${withdrawnAt ? html`<br>${view.say('page-me-consent-withdrawn')} ${view.figures(withdrawnAt)}` : ''}`,
    })),
  )

export const answersPart = (view: PageView, answers: PersonalRecord['answers']): Html =>
  part(
    view,
    'page-me-answers',
    answers.map(({ conference, answer, named, at, via }) => ({
      head: html`${view.say(`page-answer-${answer}`, { named: named ?? '' })}`,
      below: html`${conference} · ${channelName(view, via)} · ${view.figures(at)}`,
    })),
  )

export const linksPart = (view: PageView, articles: readonly OwnArticle[]): Html =>
  part(
    view,
    'page-me-links',
    articles.map(({ url, theme, sentAt }) => ({
      head: html`<span class="address">${url}</span>`,
      below: html`${theme ? `${theme.number}. ${theme.title} · ` : ''}${view.figures(sentAt)}`,
    })),
  )

export const messagesPart = (view: PageView, messages: readonly HeldMessage[]): Html =>
  part(
    view,
    'page-me-messages',
    messages.map(({ title, kind, surface, state, at }) => ({
      head: html`${kind === 'publication' ? '' : `${view.say(`page-me-${kind}`)} `}${title}`,
      below: html`${view.say(`page-me-message-${state}`)}${surface ? ` · ${channelName(view, surface)}` : ''} · ${view.figures(at)}`,
    })),
  )

type Line = { readonly head: Html; readonly below: Html }

function part(view: PageView, title: string, lines: readonly Line[]): Html {
  const list = lines.map(({ head, below }) => html`<li>${head}<small>${below}</small></li>`)
  return html`<details class="card record"><summary><span>${view.say(title)}</span> <span class="count">${lines.length}</span></summary>${lines.length > 0 ? html`<ul class="plain-list">${list}</ul>` : html`<p class="soft">${view.say('page-me-nothing')}</p>`}</details>`
}

/** The channel's own name; a staff member who entered something is the desk. */
function channelName(view: PageView, channel: string): string {
  return view.knows(`page-channel-${channel}`) ? view.say(`page-channel-${channel}`) : view.say('page-channel-desk')
}

const wayName = (view: PageView, way: string): string => channelName(view, way.split(':')[0] ?? way)
