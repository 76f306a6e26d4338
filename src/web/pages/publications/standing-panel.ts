import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import type { Publication } from '../../../domain/publications/publication.ts'
import type { RecallPlan } from '../../../domain/revisions/plan-recall.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { moment } from '../../moments.ts'
import { linkButton, submitButton } from '../../ui/buttons.ts'
import { checkField, textArea } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { confirm, notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { dong, surfaceOf } from '../broadcasts/broadcast-words.ts'
import { documentOf } from './publication-words.ts'

type Shown = {
  readonly publication: Publication
  /** It has gone out and was not taken back. */
  readonly stands: boolean
  /** Only for who may take it back. */
  readonly plan: RecallPlan | undefined
  readonly names: ReadonlyMap<string, string>
  readonly reason: string | undefined
  readonly broadcasts: readonly Broadcast[]
}

/** Whether what went out still stands, and for those who may: taking it back, putting it right. */
export function standingPanel(view: View, staff: StaffMember, shown: Shown): Html {
  const { say } = view
  const { publication, stands, plan, names } = shown
  const { recalledAt, recalledBy, recallReason, replacedBy, corrects } = publication
  const parts = [
    corrects ? html`<p>${say('pages-publications-corrects')} ${documentOf(view, corrects)}</p>` : nothing,
    replacedBy
      ? notice('warn', html`${say('pages-publications-replaced-by')} ${documentOf(view, replacedBy)}`)
      : nothing,
    recalledAt
      ? notice(
          'bad',
          html`<strong>${say('pages-publications-recalled-by', { name: (recalledBy && names.get(recalledBy)) || say('pages-publications-somebody') })}</strong> ${moment(view, recalledAt)}<br>${say('pages-publications-recall-reason')}: ${recallReason ?? ''}`,
        )
      : nothing,
    shown.broadcasts
      .filter(({ kind }) => kind === 'recall')
      .map(({ id }) => linkButton({ href: `/broadcasts/${id}`, label: say('pages-publications-recall-follow') })),
    plan ? recallForm(view, publication, plan, shown.reason) : nothing,
    stands && !replacedBy && allows(may.write, staff.role) ? correctionForm(view, publication) : nothing,
  ]
  if (parts.flat().every((part) => part === nothing)) return nothing
  const title = say(stands || recalledAt || plan ? 'pages-publications-standing' : 'pages-publications-correction')
  return panel({ title, id: 'standing' }, html`<div class="stack">${parts.flat()}</div>`)
}

function recallForm(view: View, publication: Publication, plan: RecallPlan, reason: string | undefined): Html {
  const { say } = view
  const own = publication.conferences.filter((each) => each.publicationId === publication.id && !each.cancelledAt)
  const titles = own.map(({ title }) => title).join('; ')
  const callOff = checkField({ name: 'callOff', label: say('pages-publications-recall-call-off', { title: titles }) })
  const fields = [
    textArea({
      name: 'reason',
      label: say('pages-publications-recall-reason'),
      hint: say('pages-publications-recall-reason-hint'),
      value: reason,
      required: true,
      rows: 2,
      maxlength: 500,
    }),
    own.length > 0 ? html`${callOff}<p class="hint">${say('pages-publications-recall-stands')}</p>` : nothing,
    submitButton({ label: say('pages-publications-recall-submit'), look: 'danger' }),
  ]
  return confirm(
    { label: say('pages-publications-recall') },
    html`${planList(view, plan)}${form(view, { action: `/publications/${publication.id}/recalls`, class: 'stack' }, fields)}`,
  )
}

/** What will happen, channel by channel, in counts; what would happen to nobody is left out. */
function planList(view: View, plan: RecallPlan): Html {
  const { say } = view
  const counted = (['deleted', 'replaced', 'waiting'] as const).map((key) => [key, plan[key]] as const)
  const rest = (['onPage', 'toCall', 'cancelled'] as const).map((key) => [key, plan[key]] as const)
  const line = ([key, count]: readonly [string, number]) =>
    count === 0 ? [] : [html`<li>${say(`pages-publications-recall-${key.toLowerCase()}`, { count })}</li>`]
  const notices = plan.notices.map(({ surface, count, costVnd }) => {
    const told = say('pages-publications-recall-notices', { count, surface: surfaceOf(view, surface) })
    return html`<li>${told}${costVnd > 0 ? html` (${dong(view, costVnd)})` : nothing}</li>`
  })
  return html`<p>${say('pages-publications-recall-note')}</p><ul class="recall-plan">${counted.flatMap(line)}${notices}${rest.flatMap(line)}</ul>`
}

const correctionForm = (view: View, { id }: Publication): Html =>
  confirm(
    { label: view.say('pages-publications-correct') },
    html`<p>${view.say('pages-publications-correct-note')}</p>${actionButton(view, { action: `/publications/${id}/corrections`, label: view.say('pages-publications-correct-submit'), look: 'primary' })}`,
  )
