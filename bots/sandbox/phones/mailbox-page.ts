import type { Email } from 'postal-mime'
import { type Mailbox, mailboxStates, type StoredMail } from '../email/mailboxes.ts'
import { html, type Markup } from './markup.ts'
import type { PhoneView } from './phone-view.ts'
import { sheet } from './phones-page.ts'

/** What the page shows: all mailboxes, the one that is open with its mails, and the mail that is read. */
export type MailboxSight = {
  readonly mailboxes: readonly Mailbox[]
  readonly open: Mailbox | undefined
  readonly mails: readonly MailLine[]
  readonly read: ReadMail | undefined
}

export type MailLine = { readonly id: number; readonly at: string; readonly subject: string }
export type ReadMail = { readonly stored: StoredMail; readonly email: Email }

/** The mailboxes beside the phones: whose, which mails, and one of them opened. */
export function mailboxPage(view: PhoneView, sight: MailboxSight): Markup {
  const { say, locale } = view
  const other = locale === 'vi' ? 'en' : 'vi'
  const { open, read } = sight
  const here = (lang: string) => placeOf(lang, open?.address, read?.stored.id)
  return sheet(
    view,
    { base: '../', title: say('mailbox-title'), extraStyle: 'mailbox' },
    html`<header class="bar"><h1>${say('mailbox-title')}</h1><nav aria-label="${say('phones-links')}"><a href="./?lang=${locale}">${say('phones-back')}</a>
<a href="${placeOf(locale, open?.address)}">${say('mailbox-again')}</a>
<a href="phones/calls?lang=${locale}">${say('phones-calls')}</a>
<a href="${here(other)}" lang="${other}">${say('phones-other-language')}</a></nav></header>
<main class="mailbox"><p class="lead">${say('mailbox-lead')}</p>
${sight.mailboxes.length === 0 ? html`<p>${say('mailbox-nobody')}</p>` : html`<div class="panes">${boxes(view, sight)}${open ? mails(view, open, sight) : ''}${read ? reading(view, read) : html`<p class="choose">${say('mailbox-choose')}</p>`}</div>`}</main>`,
  )
}

const placeOf = (lang: string, address?: string, mail?: number): string =>
  `phones/mailbox?${new URLSearchParams({ ...(address ? { address } : {}), ...(mail ? { mail: String(mail) } : {}), lang })}`

const current = (is: boolean): Markup | '' => (is ? html` aria-current="true"` : '')

const boxes = ({ say, locale }: PhoneView, { mailboxes, open }: MailboxSight): Markup =>
  html`<nav class="boxes" aria-label="${say('mailbox-whose')}"><h2>${say('mailbox-whose')}</h2><ul>${mailboxes.map(
    ({ address, name, state }) =>
      html`<li><a href="${placeOf(locale, address)}"${current(address === open?.address)}><b>${name || address}</b>${name ? html`<small>${address}</small>` : ''}${state === 'open' ? '' : html`<small class="result bad">${say(`mailbox-state-${state}`)}</small>`}</a></li>`,
  )}</ul></nav>`

function mails(view: PhoneView, open: Mailbox, { mails, read }: MailboxSight): Markup {
  const { say, locale, moments } = view
  const list = mails.map(
    ({ id, at, subject }) =>
      html`<li><a href="${placeOf(locale, open.address, id)}"${current(id === read?.stored.id)}><b>${subject}</b><small><time datetime="${at}">${moments.full(new Date(at))}</time></small></a></li>`,
  )
  return html`<section class="mails" aria-label="${say('mailbox-mails')}"><h2>${say('mailbox-mails')}</h2>
${list.length > 0 ? html`<ul>${list}</ul>` : html`<p>${say('mailbox-none')}</p>`}
<form method="post" action="phones/mailbox"><input type="hidden" name="address" value="${open.address}"><input type="hidden" name="lang" value="${locale}">
<label>${say('mailbox-state')} <select name="state">${mailboxStates.map((state) => html`<option value="${state}"${state === open.state ? html` selected` : ''}>${say(`mailbox-state-${state}`)}</option>`)}</select></label>
<button class="small">${say('mailbox-state-set')}</button></form></section>`
}

/** The mail as its reader's program would show it: in a frame of its own that may run nothing and fetch nothing. */
function reading(view: PhoneView, { stored, email }: ReadMail): Markup {
  const { say, moments } = view
  const fact = (name: string, value: string) => html`<div><dt>${say(`mailbox-${name}`)}</dt><dd>${value}</dd></div>`
  return html`<article class="reading"><header><h2>${email.subject ?? '–'}</h2>
<dl>${fact('from', sender(email))}${fact('to', stored.address)}${fact('date', moments.full(new Date(email.date ?? stored.at)))}</dl></header>
<iframe title="${say('mailbox-body')}" src="phones/mail?id=${stored.id}" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>
<details><summary>${say('mailbox-plain')}</summary><pre>${email.text ?? ''}</pre></details>
<details><summary>${say('mailbox-headers')}</summary><pre>${email.headers.map(({ originalKey, value }) => `${originalKey}: ${value}`).join('\n')}</pre></details></article>`
}

const sender = ({ from }: Email): string =>
  [from?.name, from?.address && `<${from.address}>`].filter(Boolean).join(' ') || '–'
