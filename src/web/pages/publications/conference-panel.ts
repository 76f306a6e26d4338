import type { Conference } from '../../../domain/conferences/conference.ts'
import type { Publication } from '../../../domain/publications/publication.ts'
import { momentInWords } from '../../moments.ts'
import { submitButton } from '../../ui/buttons.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, emptyState, facts, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { conferenceFields, type TypedConference, typedOf } from '../conferences/conference-fields.ts'

/** The conference that goes out with it: added, or corrected while nobody is invited. */
export function conferencePanel(view: View, publication: Publication, refused?: TypedConference): Html {
  const { say } = view
  const { conferences, id, audience } = publication
  // An announcement that tells of a move shows that conference on its own screen.
  if (audience.kind === 'invited') return html``
  const cards = conferences.map((conference) => conferenceCard(view, conference))
  const add = form(view, { action: `/publications/${id}/conferences`, class: 'stack', part: '#editor' }, [
    conferenceFields(view, refused ?? { kind: say('conferences-kind-briefing') }, 'new'),
    html`<div>${submitButton({ label: say('pages-conferences-add') })}</div>`,
  ])
  const offer = refused
    ? add
    : conferences.length === 0
      ? [emptyState(say('pages-conferences-none-here')), confirm({ label: say('pages-conferences-add') }, add)]
      : []
  return panel({ title: say('pages-conferences-with'), id: 'conference' }, [cards, offer].flat())
}

function conferenceCard(view: View, conference: Conference): Html {
  const { say } = view
  const summary = facts([
    [say('pages-conferences-starts-at'), momentInWords(view, conference.startsAt)],
    [say('pages-conferences-place'), conference.place],
    [say('pages-conferences-answer-by'), momentInWords(view, conference.answerBy)],
  ])
  const edit = form(view, { action: `/conferences/${conference.id}/corrections`, class: 'stack', part: '#editor' }, [
    conferenceFields(view, typedOf(view, conference), conference.id),
    html`<div>${submitButton({ label: say('web-save') })}</div>`,
  ])
  return html`<div class="conference-card"><p><span class="soft">${conference.kind}</span><br><strong>${conference.title}</strong></p>${summary}${confirm({ label: say('web-edit'), look: 'quiet' }, edit)}</div>`
}
