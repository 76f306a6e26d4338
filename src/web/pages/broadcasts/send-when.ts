import { z } from 'zod'
import type { Hold } from '../../../domain/broadcasts/hold.ts'
import { openingAt } from '../../../domain/organisations/office-calendar.ts'
import { officeTime } from '../../../domain/organisations/office-time.ts'
import type { OrganisationSettings } from '../../../domain/organisations/organisation.ts'
import { fromInput, momentInWords, toInput } from '../../moments.ts'
import { submitButton } from '../../ui/buttons.ts'
import { choiceField, selectField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { notice } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

const word = z.string().max(40).catch('')

/** The choice as it was typed; who sends a form without it sends now. */
export const sendWhenBody = z.object({
  when: z.enum(['now', 'once', 'monthly']).catch('now'),
  at: word,
  day: word,
  time: word,
  until: word,
})
export type TypedWhen = z.infer<typeof sendWhenBody>

/** The rule of the schedule that was typed, for the domain to check. */
export function ruleOf({ when, at, day, time, until }: TypedWhen, timeZone: string): unknown {
  if (when === 'once') return { kind: 'once', at: fromInput(at, timeZone)?.toISOString() ?? '' }
  return { kind: 'monthly', day: day === 'last' ? day : Number(day), time, until: until === '' ? null : until }
}

/** Now, later or every month: one form, with what will happen after the button is pressed told before. */
export function sendWhenForm(
  view: View,
  shown: {
    readonly publicationId: string
    readonly reached: number
    readonly sentBefore: boolean
    readonly settings: OrganisationSettings
    /** What would hold a sending of this moment. */
    readonly hold: Hold | undefined
    readonly typed?: TypedWhen | undefined
    /** The way back, beside the button. */
    readonly back: Html
  },
): Html {
  const { say } = view
  const { publicationId, reached, sentBefore, settings } = shown
  const typed = shown.typed ?? proposed(view, settings, sentBefore)
  const choices = sentBefore ? (['monthly'] as const) : (['now', 'once', 'monthly'] as const)
  const options = choices.map((value) => ({ value, label: say(`pages-schedules-when-${value}`) }))
  const { from, to } = settings.quietHours
  const later = html`<p class="hint">${say('pages-schedules-audience-then')} ${from === to ? '' : say('pages-schedules-quiet', { from, to })} ${say('pages-schedules-days-off')}</p>`
  return form(view, { action: `/publications/${publicationId}/broadcasts`, class: 'stack send-when' }, [
    choiceField({ name: 'when', type: 'radio', label: say('pages-schedules-when'), options, chosen: [typed.when] }),
    sentBefore ? nothing : html`<div class="when-now">${outlook(view, shown.hold)}</div>`,
    sentBefore ? nothing : html`<div class="when-once stack">${momentField(view, typed)}${later}</div>`,
    html`<div class="when-monthly stack">${monthlyFields(view, typed)}${later}</div>`,
    html`<div class="actions">${sentBefore ? nothing : html`<span class="when-now">${submitButton({ label: say('pages-broadcasts-send', { count: reached }) })}</span>`}<span class="when-once when-monthly">${submitButton({ label: say('pages-schedules-submit') })}</span>${shown.back}</div>`,
  ])
}

/** The next morning that is open, and from then on every month. */
function proposed({ now, timeZone }: View, settings: OrganisationSettings, sentBefore: boolean): TypedWhen {
  const tomorrow = officeTime(now, timeZone).add({ days: 1 }).with({ hour: 8, minute: 0, second: 0, millisecond: 0 })
  const { at } = openingAt(new Date(tomorrow.epochMilliseconds), { ...settings, timeZone })
  const local = officeTime(at, timeZone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  const when = sentBefore ? 'monthly' : 'now'
  return { when, at: toInput(at, timeZone), day: String(local.day), time, until: '' }
}

function outlook(view: View, hold: Hold | undefined): Html {
  const { say } = view
  if (!hold) return html`<p class="hint">${say('pages-schedules-goes-at-once')}</p>`
  if (hold.reason === 'abort-window') {
    const seconds = Math.round((hold.until.getTime() - view.now.getTime()) / 1_000)
    return html`<p class="hint">${say('pages-schedules-abort-window', { seconds })}</p>`
  }
  const why = hold.detail
    ? say('pages-schedules-now-day-off-named', { day: hold.detail })
    : say(`pages-schedules-now-${hold.reason}`)
  return notice(
    'calm',
    html`${why} ${say('pages-schedules-goes-then')} <strong>${momentInWords(view, hold.until)}</strong>.`,
  )
}

const momentField = ({ say, now, timeZone }: View, { at }: TypedWhen): Html =>
  html`<div class="pair">${textField({ name: 'at', type: 'datetime-local', label: say('pages-schedules-at'), value: at, min: toInput(now, timeZone) })}</div>`

function monthlyFields({ say }: View, { day, time, until }: TypedWhen): Html {
  const days = Array.from({ length: 31 }, (_, at) => String(at + 1))
  const options = [
    ...days.map((value) => ({ value, label: value })),
    { value: 'last', label: say('pages-schedules-last-day') },
  ]
  return html`<div class="pair">${selectField({ name: 'day', label: say('pages-schedules-day'), value: day, options })}${textField({ name: 'time', type: 'time', label: say('pages-schedules-time'), value: time })}${textField({ name: 'until', type: 'date', label: say('pages-schedules-until'), value: until })}</div><p class="hint">${say('pages-schedules-monthly-note')}</p>`
}
