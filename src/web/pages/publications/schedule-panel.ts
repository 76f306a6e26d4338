import type { SchedulesOfPublication } from '../../../domain/schedules/read-schedules.ts'
import type { SendSchedule } from '../../../domain/schedules/send-schedule.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { moment, momentInWords } from '../../moments.ts'
import { linkButton } from '../../ui/buttons.ts'
import { actionButton } from '../../ui/forms.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { confirm, notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { missedSentence, ruleInWords } from './schedule-words.ts'

/** When it goes next, by whom that was set up, and the button to call it off; below it, what became of earlier schedules. */
export function schedulePanel(
  view: View,
  staff: StaffMember,
  shown: SchedulesOfPublication & {
    readonly names: ReadonlyMap<string, string>
    /** It has been sent and stands, so it may go every month as well. */
    readonly repeatable: string | undefined
  },
): Html {
  const { say } = view
  const { schedules, missed, repeatable } = shown
  const active = schedules.find(({ state }) => state === 'active')
  const over = schedules.filter(({ state }) => state !== 'active')
  const offer = repeatable && !active && allows(may.send, staff.role)
  if (schedules.length === 0 && !offer) return nothing
  const told = missed.map((each) => html`<li>${missedSentence(view, each)}</li>`)
  const past = over.map((each) => html`<li>${overSentence(view, each, shown.names)}</li>`)
  return panel({ title: say('pages-schedules-title'), id: 'schedules' }, [
    active ? waiting(view, staff, active, shown) : nothing,
    offer
      ? linkButton({ href: `/publications/${repeatable}/plan`, label: say('pages-schedules-repeat'), look: 'quiet' })
      : nothing,
    told.length + past.length > 0 ? html`<ul class="told soft">${told}${past}</ul>` : nothing,
  ])
}

function waiting(
  view: View,
  staff: StaffMember,
  { id, rule, nextAt, createdBy, createdAt }: SendSchedule,
  { opening, waits, names }: Parameters<typeof schedulePanel>[2],
): Html {
  const { say } = view
  const held =
    opening?.because && nextAt
      ? notice(
          'calm',
          html`${opening.day ? say('pages-schedules-then-day-off-named', { day: opening.day }) : say(`pages-schedules-then-${opening.because}`)} ${say('pages-schedules-goes-then')} <strong>${momentInWords(view, opening.at)}</strong>.`,
        )
      : nothing
  const off = allows(may.send, staff.role)
    ? confirm(
        { label: say('pages-schedules-cancel') },
        html`<p>${say('pages-schedules-cancel-note')}</p>${actionButton(view, { action: `/schedules/${id}/cancellations`, label: say('pages-schedules-cancel-submit'), look: 'danger' })}`,
      )
    : nothing
  const next = nextAt
    ? html`<p>${say('pages-schedules-next')}: <strong>${momentInWords(view, nextAt)}</strong></p>`
    : nothing
  return html`<p class="strong">${ruleInWords(view, rule)}</p>${next}${waits ? notice('warn', say('pages-schedules-waits')) : held}<p class="soft">${say('pages-schedules-set-by', { name: nameOf(view, names, createdBy) })} · ${moment(view, createdAt)}</p>${off}`
}

function overSentence(view: View, schedule: SendSchedule, names: ReadonlyMap<string, string>): Html {
  const { say } = view
  const { rule, state, stateReason, stateBy, stateAt } = schedule
  const at = stateAt ? moment(view, stateAt) : nothing
  const by = stateBy ? html` (${nameOf(view, names, stateBy)})` : nothing
  const what = state === 'ended' ? say('pages-schedules-ended') : say(`schedules-reason-${stateReason}`)
  return html`${ruleInWords(view, rule)}. ${what}${by} ${at}`
}

const nameOf = ({ say }: View, names: ReadonlyMap<string, string>, id: string): string =>
  names.get(id) ?? say('pages-schedules-somebody')
