import { officeTime } from '../../../domain/organisations/office-time.ts'
import { missingForSubmission } from '../../../domain/publications/publication.ts'
import type { PublicationView } from '../../../domain/publications/read-publications.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { linkButton, submitButton } from '../../ui/buttons.ts'
import { fileField, textArea, textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, notice, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** What has been sent of it, newest first. */
type Sendings = {
  readonly broadcasts: readonly { readonly id: string }[]
  /** It has reached somebody, or is about to: what was called back before may be sent anew. */
  readonly gone: boolean
  /** It waits for a moment. */
  readonly scheduled: boolean
}
type Typed = { readonly wrong?: string; readonly fields?: Readonly<Record<string, string>> }

/** What this person may do now, and, when that is nothing, whose turn it is. */
export function nextActions(
  view: View,
  staff: StaffMember,
  shown: PublicationView,
  sendings: Sendings,
  typed: Typed,
): Html {
  const { state } = shown.publication
  const mine =
    state === 'draft'
      ? draftActions(view, staff, shown)
      : state === 'submitted'
        ? decisionActions(view, staff, shown, typed)
        : state === 'approved'
          ? clerkActions(view, staff, shown, typed)
          : sendActions(view, staff, shown, sendings)
  const wrong = typed.wrong ? notice('bad', typed.wrong) : ''
  return panel({ title: view.say('pages-publications-next'), class: 'next' }, [wrong, mine])
}

function draftActions(view: View, staff: StaffMember, { publication, approvals }: PublicationView): Html {
  const { say } = view
  const base = `/publications/${publication.id}`
  const [latest] = approvals
  const returned =
    latest?.state === 'returned' && latest.note
      ? notice('warn', html`<strong>${say('pages-publications-returned')}</strong><br>${latest.note}`)
      : ''
  if (!allows(may.write, staff.role)) return html`${returned}<p>${say('pages-publications-waits-editor')}</p>`
  const missing = missingForSubmission(publication)
  const submit = missing
    ? html`<p class="hint">${say('error-publication-incomplete', { missing })}</p>`
    : actionButton(view, { action: `${base}/submissions`, label: say('pages-publications-submit'), look: 'primary' })
  return html`${returned}<div class="stack">${submit}${linkButton({ href: `${base}/edit`, label: say('pages-publications-edit') })}${discard(view, base)}</div>`
}

const discard = (view: View, base: string): Html =>
  confirm(
    { label: view.say('pages-publications-discard'), look: 'quiet' },
    html`<p>${view.say('pages-publications-discard-note')}</p>${actionButton(view, { action: `${base}/removals`, label: view.say('pages-publications-discard-submit'), look: 'danger' })}`,
  )

function decisionActions(view: View, staff: StaffMember, shown: PublicationView, typed: Typed): Html {
  const { say } = view
  const { publication, contentHash } = shown
  const base = `/publications/${publication.id}`
  if (!allows(may.decide, staff.role)) {
    const edit = allows(may.write, staff.role)
      ? html`<p class="hint">${say('pages-publications-edit-voids')}</p>${linkButton({ href: `${base}/edit`, label: say('pages-publications-edit') })}`
      : ''
    return html`<p>${say('pages-publications-waits-approver')}</p>${edit}`
  }
  const approve = actionButton(
    view,
    { action: `${base}/approvals`, label: say('pages-publications-approve'), look: 'primary' },
    { contentHash },
  )
  return html`<div class="stack">${approve}${returnForm(view, base, typed)}</div>`
}

function returnForm(view: View, base: string, typed: Typed): Html {
  const { say } = view
  const note = textArea({
    name: 'note',
    label: say('pages-publications-return-note'),
    value: typed.fields?.note,
    required: true,
    rows: 3,
  })
  return confirm(
    { label: say('pages-publications-return') },
    form(view, { action: `${base}/returns`, class: 'stack' }, [
      note,
      submitButton({ label: say('pages-publications-return-submit'), look: 'danger' }),
    ]),
  )
}

function clerkActions(view: View, staff: StaffMember, { publication }: PublicationView, typed: Typed): Html {
  const { say } = view
  const base = `/publications/${publication.id}`
  if (allows(may.decide, staff.role))
    return html`<p>${say('pages-publications-waits-clerk')}</p>${returnForm(view, base, typed)}`
  if (!allows(may.release, staff.role)) return html`<p>${say('pages-publications-waits-clerk')}</p>`
  const { documentNumber, issuedOn, kind, signedFile } = publication
  const today = officeTime(view.now, view.timeZone).toPlainDate().toString()
  const number = form(view, { action: `${base}/numbers`, upload: true, class: 'stack' }, [
    textField({
      name: 'documentNumber',
      label: say('pages-publications-field-number'),
      value: typed.fields?.documentNumber ?? documentNumber ?? '',
      placeholder: '123/SVHTT-BC',
      required: true,
      maxlength: 100,
    }),
    textField({
      name: 'issuedOn',
      type: 'date',
      label: say('pages-publications-field-date'),
      value: typed.fields?.issuedOn ?? issuedOn?.toISOString().slice(0, 10) ?? today,
      required: true,
    }),
    fileField({
      name: 'file',
      label: say('pages-publications-field-signed'),
      hint: signedFile ? say('pages-publications-signed-there', { name: signedFile.name }) : undefined,
      accept: '.pdf',
    }),
    submitButton({ label: say('pages-publications-number-save'), look: documentNumber ? 'plain' : 'primary' }),
  ])
  const ready = kind === 'announcement' || (documentNumber !== null && issuedOn !== null)
  const release = ready
    ? html`<hr>${actionButton(view, { action: `${base}/releases`, label: say('pages-publications-release'), look: documentNumber ? 'primary' : 'plain' })}<p class="hint">${say('pages-publications-release-hint')}</p>`
    : html`<p class="hint">${say('error-number-missing')}</p>`
  return html`${number}${release}`
}

function sendActions(
  view: View,
  staff: StaffMember,
  { publication }: PublicationView,
  { broadcasts, gone, scheduled }: Sendings,
): Html {
  const { say } = view
  const [latest] = broadcasts
  const follow = latest
    ? linkButton({ href: `/broadcasts/${latest.id}`, label: say('pages-publications-follow'), look: 'primary' })
    : ''
  if (publication.recalledAt) return html`<p>${say('pages-publications-recalled-already')}</p>${follow}`
  if (scheduled && !gone)
    return html`<p>${say('pages-publications-scheduled')} <a href="#schedules">${say('pages-schedules-there-open')}</a></p>`
  if (!allows(may.send, staff.role))
    return html`<p>${say(gone ? 'pages-publications-sent-already' : 'pages-publications-waits-send')}</p>${follow}`
  const plan = gone
    ? ''
    : linkButton({
        href: `/publications/${publication.id}/plan`,
        label: say('pages-publications-plan'),
        look: 'primary',
      })
  return html`<div class="stack">${follow}${plan}</div>`
}
