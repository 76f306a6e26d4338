import type { SendTrace } from '../../../channels/send-outcome.ts'
import { type DeliveryStory, type StoryEvent, surfacesOf } from '../../../domain/deliveries/delivery-story.ts'
import { exactMoment } from '../../moments.ts'
import { type Html, type HtmlValue, html, nothing } from '../../ui/html.ts'
import { panel } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import type { View } from '../../view.ts'
import { deliveryChip, surfaceOf } from '../broadcasts/broadcast-words.ts'

/** Everything in the order in which it happened, in a sentence each, with the calls that prove it. */
export function storyPanel(view: View, story: DeliveryStory, names: ReadonlyMap<string, string>): Html {
  const { say } = view
  const surfaces = surfacesOf(story)
  const first = step({ at: story.createdAt }, say('deliveries-event-begun'))
  const events = story.events.flatMap((event, at) =>
    // Rows of older versions have an event for what their first moment says already.
    at === 0 && event.state === 'planned' && event.attempt === 0 && !event.reason
      ? []
      : [{ at: event.at, line: eventStep(event, surfaces[at]) }],
  )
  const taps = story.openedAt
    ? [{ at: story.openedAt, line: step({ at: story.openedAt }, say('deliveries-event-opened')) }]
    : []
  const answers = story.answers.map((answer) => ({
    at: answer.at,
    line: step(
      { at: answer.at, mark: deliveryChip(view, answer.state) },
      say('deliveries-event-answered'),
      traceTable(view, answer.traces),
    ),
  }))
  const later = [...events, ...taps, ...answers].toSorted((one, other) => Number(one.at) - Number(other.at))
  return panel(
    { title: say('deliveries-story'), note: say('deliveries-story-note') },
    html`<ol class="story">${first}${later.map(({ line }) => line)}</ol>`,
  )

  function step(
    what: { readonly at: Date; readonly mark?: Html },
    sentence: HtmlValue,
    evidence: Html = nothing,
  ): Html {
    return html`<li><p class="when">${exactMoment(view, what.at)} ${what.mark ?? nothing}</p><div><p>${sentence}</p>${evidence}</div></li>`
  }

  function eventStep(event: StoryEvent, surface: string | null | undefined): Html {
    const parts = [
      sentenceOf(view, event, surface),
      event.attempt > 0 ? say('deliveries-event-attempt', { attempt: event.attempt }) : '',
      decidedBy(view, event.by, names),
    ]
    return step(
      { at: event.at, mark: deliveryChip(view, event.state) },
      parts.filter(Boolean).join(' '),
      traceTable(view, event.traces),
    )
  }
}

function sentenceOf(view: View, { state, reason }: StoryEvent, surface: string | null | undefined): string {
  const { say } = view
  const where = surface ? say('deliveries-event-where', { surface: surfaceOf(view, surface) }) : ''
  const why = reason ? say(`deliveries-reason-${reason}`) : ''
  return [say(`deliveries-event-${state}`), where, why].filter(Boolean).join(' ')
}

function decidedBy({ say }: View, by: string | null, names: ReadonlyMap<string, string>): string {
  if (by === null) return ''
  if (by === 'look-up') return say('deliveries-by-look-up')
  if (by.startsWith('reporter:')) return say('deliveries-by-reporter')
  const name = names.get(by.slice('staff:'.length))
  return name ? say('deliveries-by-staff', { name }) : say('deliveries-by-system')
}

/** The calls themselves, as they were kept: no content, no address, no key. */
function traceTable(view: View, traces: readonly SendTrace[]): Html {
  const { say } = view
  if (traces.length === 0) return nothing
  const columns = ['method', 'status', 'code', 'duration'].map((each) => say(`deliveries-trace-${each}`))
  const rows = traces.map(({ method, status, code, description, durationMs }) => [
    html`<code>${method}</code>`,
    html`<span class="number">${status ?? '–'}</span>`,
    html`<span>${[code, description].filter(Boolean).join(': ') || '–'}</span>`,
    html`<span class="number">${say('deliveries-trace-ms', { count: Math.round(durationMs) })}</span>`,
  ])
  return html`<div class="trace">${table(columns, rows)}</div>`
}
