import { momentInFigures } from '../../../domain/organisations/office-time.ts'
import type { MissedMoments } from '../../../domain/schedules/missed-moments.ts'
import type { ScheduleRule } from '../../../domain/schedules/send-schedule.ts'
import { moment } from '../../moments.ts'
import { type Html, html } from '../../ui/html.ts'
import type { View } from '../../view.ts'

/** "Every month on the 5th at 08:00, until 31/12/2027". */
export function ruleInWords({ say }: View, rule: ScheduleRule): string {
  if (rule.kind === 'once') return say('pages-schedules-rule-once')
  const { day, time, until } = rule
  const monthly =
    day === 'last'
      ? say('pages-schedules-rule-last-day', { time })
      : say('pages-schedules-rule-monthly', { day: String(day), time })
  if (until === null) return monthly
  return `${monthly}, ${say('pages-schedules-rule-until', { date: until.split('-').toReversed().join('/') })}`
}

/** Which moments passed while the service was away, and what was done about them. */
export function missedSentence(view: View, { moments, outcome, at }: MissedMoments): Html {
  const { say, timeZone } = view
  const named = moments.slice(-3).map((each) => momentInFigures(each, timeZone))
  const when = `${moments.length > named.length ? '… ' : ''}${named.join(', ')}`
  return html`${say(`pages-schedules-missed-${outcome}`, { count: moments.length, when })} (${moment(view, at)})`
}
