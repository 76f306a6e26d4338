import type { RemindersOfConference } from '../../../domain/conferences/read-reminders.ts'
import type { ReminderTime } from '../../../domain/conferences/reminder.ts'
import type { ReminderCount } from '../../../domain/conferences/reminders.repository.ts'
import { moment, momentInWords } from '../../moments.ts'
import { chip } from '../../ui/chips.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { facts, panel } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import type { View } from '../../view.ts'

/** When reminders go and why then; how many went, wait or were dropped, and why. Numbers only, never who. */
export function reminderPanel(view: View, { times, counts }: RemindersOfConference, over: boolean): Html {
  const { say } = view
  const planned =
    over || times.length === 0 ? nothing : facts(times.map((each) => [kindOf(view, each), timeOf(view, each)]))
  const columns = ['kind', 'time', 'state', 'count', 'why'].map((each) => say(`pages-reminders-column-${each}`))
  const rows = counts.map((each) => [
    kindOf(view, each),
    moment(view, each.dueAt),
    chip(say(`pages-reminders-state-${each.state}`), tones[each.state]),
    html`<span class="number">${each.count}</span>`,
    each.reason ? say(`pages-reminders-reason-${each.reason}`) : '',
  ])
  const became = rows.length > 0 ? table(columns, rows) : html`<p class="soft">${say('pages-reminders-none')}</p>`
  return panel({ title: say('pages-reminders-title'), id: 'reminders' }, [planned, became])
}

const tones = { scheduled: 'waiting', fired: 'good', cancelled: 'mute' } as const satisfies Record<
  ReminderCount['state'],
  string
>

const kindOf = ({ say }: View, { kind }: Pick<ReminderTime, 'kind'>): string => say(`pages-broadcasts-reminder-${kind}`)

function timeOf(view: View, { wantedAt, dueAt, reason, day, useful }: ReminderTime): Html {
  const { say } = view
  if (reason === null) return momentInWords(view, dueAt)
  const why = day ? say('pages-reminders-closed-named', { day }) : say(`pages-reminders-closed-${reason}`)
  return useful
    ? html`${momentInWords(view, dueAt)}<br><small>${why}</small>`
    : html`${say('pages-reminders-not-planned')}<br><small>${momentInWords(view, wantedAt)}. ${why}</small>`
}
