import { momentInFigures } from '../../../domain/organisations/office-time.ts'
import type { Coming } from '../../../domain/schedules/read-schedules.ts'
import type { ScheduleLine } from '../../../domain/schedules/schedules.repository.ts'
import { moment } from '../../moments.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { titleOf } from '../publications/publication-words.ts'
import { missedSentence, ruleInWords } from '../publications/schedule-words.ts'

/** What goes next by its schedule; what is held by the hour stands with what is being sent. */
export function comingPanel(view: View, { schedules }: Coming): Html {
  const { say } = view
  if (schedules.length === 0) return nothing
  const items = schedules.slice(0, mostShown).map((each) => scheduledItem(view, each))
  return panel({ title: say('pages-schedules-coming'), id: 'coming' }, html`<ul class="to-do-list">${items}</ul>`)
}

function scheduledItem(view: View, schedule: ScheduleLine): Html {
  const { nextAt, publicationId, rule } = schedule
  const waits = nextAt && nextAt <= view.now ? html` · ${view.say('pages-schedules-coming-waits')}` : nothing
  return html`<li><a href="/publications/${publicationId}#schedules"><span class="soft">${nextAt ? moment(view, nextAt) : nothing}</span><strong>${titleOf(view, schedule)}</strong><small class="soft">${ruleInWords(view, rule)}${waits}</small></a></li>`
}

const mostShown = 10

/** What did not go as it was planned in the last days, each with its reason: nothing of it happens silently. */
export function toldPanel(view: View, { calledOff, missed, reminders }: Coming): Html {
  const { say } = view
  if (calledOff.length + missed.length + reminders.length === 0) return nothing
  const items = [
    ...calledOff.map(
      (each) =>
        html`<li><a href="/publications/${each.publicationId}#schedules">${titleOf(view, each)}</a>: ${say(`schedules-reason-${each.stateReason}`)} ${each.stateAt ? moment(view, each.stateAt) : nothing}</li>`,
    ),
    ...missed.map(
      (each) =>
        html`<li><a href="/publications/${each.publicationId}#schedules">${say('pages-schedules-title')}</a>: ${missedSentence(view, each)}</li>`,
    ),
    ...reminders.map(({ conferenceId, title, kind, count, dueAt, reason }) => {
      const what = say(`pages-broadcasts-reminder-${kind}`)
      const when = momentInFigures(dueAt, view.timeZone)
      return html`<li><a href="/conferences/${conferenceId}#reminders">${title}</a>: ${say('pages-schedules-told-reminders', { what, count, when })} ${say(`pages-reminders-reason-${reason}`)}</li>`
    }),
  ]
  return panel({ title: say('pages-schedules-told'), id: 'told' }, html`<ul class="told">${items}</ul>`)
}
