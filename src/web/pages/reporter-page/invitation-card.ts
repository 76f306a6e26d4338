import { takesAnswers } from '../../../domain/conferences/conference.ts'
import type { PageInvitation } from '../../../domain/reporters/page-content.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import type { PageView } from './page-view.ts'
import { letterhead } from './publication-card.ts'

/** What was typed and why it was not taken. */
export type Attempted = { readonly named?: string; readonly wrong?: string }

/** An invitation with the answer that stands, and the buttons as long as answers are taken. */
export function invitationCard(view: PageView, invitation: PageInvitation, attempted: Attempted = {}): Html {
  const { conference, issuer, documentNumber, issuedOn, current } = invitation
  const { id, kind, title, startsAt, place, agenda, answerBy, contact, cancelledAt } = conference
  const open = takesAnswers(conference, view.now)
  const fact = (key: string, value: Html | string) => html`<div><dt>${view.say(key)}</dt><dd>${value}</dd></div>`
  return html`<section class="card invitation${cancelledAt ? ' cancelled' : ''}" id="invitation-${id}">
<header>${letterhead(view, { issuer, documentNumber, issuedOn })}<p class="kind">${view.say('page-invitation', { kind })}</p><h2>${title}</h2></header>
${cancelledAt ? html`<p class="notice warn">${view.say('page-invitation-cancelled')}</p>` : ''}
<dl class="facts">${fact('page-invitation-time', view.moment(startsAt))}${fact('page-invitation-place', place)}${contact ? fact('page-invitation-contact', contact) : ''}${fact('page-invitation-answer-by', view.moment(answerBy))}</dl>
${agenda.trim() ? html`<details class="agenda"><summary>${view.say('page-invitation-agenda')}</summary><p class="point">${agenda.trim()}</p></details>` : ''}
<p class="standing ${current.answer}"><span>${view.say('page-answer-title')}</span> <strong>${view.say(`page-answer-${current.answer}`, { named: current.named ?? '' })}</strong></p>
${open ? answerForms(view, invitation, attempted) : closedNote(view, invitation, attempted)}
${cancelledAt ? '' : html`<p class="calendar"><a href="${view.base}/conferences/${id}/calendar.ics">${view.say('page-calendar')}</a></p>`}
</section>`
}

function answerForms(view: PageView, { conference, current }: PageInvitation, attempted: Attempted): Html {
  const { id } = conference
  const action = `${view.base}/conferences/${id}/answers`
  const button = (answer: 'accepted' | 'declined' | 'later') =>
    html`<button type="submit" name="answer" value="${answer}" class="button ${answer === 'accepted' ? 'primary' : 'plain'}" aria-pressed="${current.answer === answer ? 'true' : 'false'}">${view.say(`page-answer-button-${answer}`)}</button>`
  const named = attempted.named ?? current.named ?? ''
  const nameForm = form(view, { action, class: 'stack' }, [
    html`<input type="hidden" name="answer" value="named">`,
    textField({
      id: `named-${id}`,
      name: 'named',
      label: view.say('page-answer-names'),
      hint: view.say('page-answer-names-hint'),
      value: named,
      maxlength: 300,
      ...(attempted.wrong ? { error: attempted.wrong } : {}),
    }),
    submitButton({ label: view.say('page-answer-names-send'), look: 'plain' }),
  ])
  return html`${form(view, { action, class: 'answers' }, [button('accepted'), button('declined'), button('later')])}
<details class="name-other"${attempted.wrong || current.answer === 'named' ? html` open` : ''}><summary class="button plain">${view.say('page-answer-button-named')}</summary>${nameForm}</details>
<p class="soft">${view.say('page-answer-until')}</p>`
}

function closedNote(view: PageView, { conference }: PageInvitation, { wrong }: Attempted): Html {
  const contact = conference.contact || view.organisation.settings.deskContact
  const closed = contact ? view.say('page-closed-ask', { contact }) : view.say('page-closed')
  return html`${wrong ? html`<p class="notice bad" role="alert">${wrong}</p>` : ''}${conference.cancelledAt ? '' : html`<p class="notice calm">${closed}</p>`}`
}
