import type { FastifyInstance } from 'fastify'
import { moveConference } from '../../../domain/conferences/move-conference.ts'
import { type ConferenceView, readConference } from '../../../domain/conferences/read-conferences.ts'
import { type RemindersOfConference, readReminders } from '../../../domain/conferences/read-reminders.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { moment, momentInWords } from '../../moments.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { linkButton, submitButton } from '../../ui/buttons.ts'
import { chip, type Tone } from '../../ui/chips.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, emptyState, facts, notice, panel, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { fields } from './change-conferences.ts'
import { readTimes, type TypedConference, typedOf } from './conference-fields.ts'
import { reminderPanel } from './reminder-panel.ts'

/** One conference: who answered what, by outlet, and the form that moves it. */
export function registerReadConference(server: FastifyInstance, deps: WebDeps): void {
  server.get('/conferences/:id', { config: { requires: may.read } }, async (request, reply) => {
    const staff = staffOf(request)
    const shown = await readConference(deps, { conferenceId: idOf(request), organisationId: staff.organisationId })
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, conferenceScreen(view, staff, await withReminders(shown)))
  })

  server.post('/conferences/:id/moves', { config: { requires: may.write } }, async (request, reply) => {
    const by = staffOf(request)
    const whose = { conferenceId: idOf(request), organisationId: by.organisationId }
    const typed = fields.parse(request.body)
    const place = typed.place ?? ''
    const moved = await attempt(moveConference(deps, { ...whose, place, ...readTimes(typed, deps.timeZone), by }))
    if ('value' in moved) {
      const { noticeId } = moved.value
      return noticeId
        ? goTo(reply, `/publications/${noticeId}`, 'conference-moved-notice')
        : goTo(reply, `/conferences/${whose.conferenceId}`, 'conference-moved')
    }
    const view = viewOf(deps, request, reply)
    const shown = await readConference(deps, whose)
    const refused = { typed, wrong: sentenceOf(view.say, moved.refused) }
    return sendScreen(view, reply, conferenceScreen(view, by, await withReminders(shown), refused), 422)
  })

  const withReminders = async (shown: ConferenceView): Promise<Shown> => ({
    ...shown,
    reminders: await readReminders(deps, shown.conference),
  })
}

type Shown = ConferenceView & { readonly reminders: RemindersOfConference }

function conferenceScreen(
  view: View,
  staff: StaffMember,
  shown: Shown,
  refused?: { readonly typed: TypedConference; readonly wrong: string },
) {
  const { say } = view
  const { conference, counts } = shown
  const { title, kind, startsAt, answerBy, place, contact, agenda, publicationId, cancelledAt } = conference
  const invites = allows(may.keepRoster, staff.role) && !cancelledAt && total(counts) > 0
  const origin = [
    publicationId
      ? linkButton({ href: `/publications/${publicationId}`, label: say('pages-conferences-origin'), look: 'quiet' })
      : '',
    invites
      ? linkButton({
          href: `/conferences/${conference.id}/invitation-links`,
          label: say('pages-conferences-links-open'),
        })
      : '',
  ]
  const head = screenHead({
    title,
    above: html`<a href="/conferences">${say('pages-conferences-title')}</a> · ${kind}`,
    below: cancelledAt ? chip(say('pages-conferences-cancelled'), 'bad') : momentInWords(view, startsAt),
    actions: origin,
  })
  const about = facts([
    [say('pages-conferences-starts-at'), momentInWords(view, startsAt)],
    [say('pages-conferences-place'), place],
    [say('pages-conferences-answer-by'), momentInWords(view, answerBy)],
    ...(contact ? [[say('pages-conferences-contact'), contact] as const] : []),
  ])
  const tally = (['accepted', 'named', 'declined', 'later', 'none'] as const).map(
    (answer) =>
      html`<div><dt>${say(`pages-conferences-count-${answer}`)}</dt><dd class="number">${counts[answer]}</dd></div>`,
  )
  const movable = allows(may.write, staff.role) && !cancelledAt && startsAt > view.now
  const body = html`${head}
${panel({ title: say('pages-conferences-about') }, [about, agenda ? html`<p class="agenda">${agenda}</p>` : '', movable ? moveForm(view, shown, refused) : ''])}
${panel({ title: say('pages-conferences-answers'), id: 'answers' }, [html`<dl class="tally">${tally}</dl>`, answersByOutlet(view, shown)])}
${reminderPanel(view, shown.reminders, startsAt <= view.now)}`
  return { title, body }
}

const total = (counts: ConferenceView['counts']): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

function moveForm(
  view: View,
  { conference }: ConferenceView,
  refused?: { readonly typed: TypedConference; readonly wrong: string },
): Html {
  const { say } = view
  const typed = refused?.typed ?? typedOf(view, conference)
  const body = html`<p class="hint">${say('pages-conferences-move-hint')}</p>${refused ? notice('bad', refused.wrong) : ''}${form(
    view,
    { action: `/conferences/${conference.id}/moves`, class: 'stack' },
    [
      html`<div class="pair">${textField({ name: 'startsAt', type: 'datetime-local', label: say('pages-conferences-starts-at'), value: typed.startsAt, required: true })}${textField({ name: 'answerBy', type: 'datetime-local', label: say('pages-conferences-answer-by'), value: typed.answerBy, required: true })}</div>`,
      textField({
        name: 'place',
        label: say('pages-conferences-place'),
        value: typed.place,
        required: true,
        maxlength: 300,
      }),
      html`<div>${submitButton({ label: say('pages-conferences-move-submit') })}</div>`,
    ],
  )}`
  return refused
    ? html`<div class="confirm-body">${body}</div>`
    : confirm({ label: say('pages-conferences-move') }, body)
}

const tones = { accepted: 'good', named: 'good', declined: 'mute', later: 'waiting' } as const satisfies Record<
  string,
  Tone
>

/** Only answers that were given; who has not answered is a number above and never a list. */
function answersByOutlet(view: View, { outlets }: ConferenceView): Html {
  const { say } = view
  if (outlets.length === 0) return emptyState(say('pages-conferences-no-answers'))
  return html`<ul class="by-outlet">${outlets.map(
    ({ name, answers }) =>
      html`<li><h3>${name}</h3><ul>${answers.map(
        ({ fullName, answer, named, answeredAt }) =>
          html`<li>${chip(say(`pages-conferences-count-${answer}`), tones[answer])} <span>${fullName}${named ? html` → <strong>${named}</strong>` : ''}</span> ${answeredAt ? html`<small class="soft">${moment(view, answeredAt)}</small>` : ''}</li>`,
      )}</ul></li>`,
  )}</ul>`
}
