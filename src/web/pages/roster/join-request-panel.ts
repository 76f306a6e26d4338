import type { JoinRequest } from '../../../domain/reporters/join-requests.repository.ts'
import type { ListedReporter, Outlet } from '../../../domain/reporters/reporter.ts'
import { moment } from '../../moments.ts'
import { submitButton } from '../../ui/buttons.ts'
import { selectField, textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { surfaceOf } from '../broadcasts/broadcast-words.ts'

/** Those who told a chat their name and outlet: taken in as somebody of the roster or as a new person, or refused. */
export function joinRequestPanel(
  view: View,
  requests: readonly JoinRequest[],
  outlets: readonly Outlet[],
  reporters: readonly ListedReporter[],
): Html {
  const { say } = view
  const items = requests.map((request) => {
    const action = `/join-requests/${request.id}/decisions`
    const refuse = actionButton(
      view,
      { action, label: say('pages-roster-join-refuse'), look: 'danger' },
      { kind: 'refuse' },
    )
    return html`<li><div><strong>${request.fullName}</strong> – ${request.outletName} <small class="soft">${surfaceOf(view, request.channel)} · ${moment(view, request.createdAt)}</small></div>
<div class="row">${confirm({ label: say('pages-roster-join-known') }, knownForm(view, action, request, reporters))}${confirm({ label: say('pages-roster-join-new') }, newForm(view, action, request, outlets))}${refuse}</div></li>`
  })
  return panel(
    { title: say('pages-roster-join-title'), note: say('pages-roster-join-note'), id: 'join-requests' },
    html`<ul class="documents">${items}</ul>`,
  )
}

function knownForm(
  view: View,
  action: string,
  { id, fullName }: JoinRequest,
  reporters: readonly ListedReporter[],
): Html {
  const { say } = view
  const options = reporters.map((each) => ({ value: each.id, label: `${each.fullName} – ${each.outlet.name}` }))
  const likely = reporters.find((each) => each.fullName.toLowerCase() === fullName.toLowerCase())?.id
  return form(view, { action, class: 'stack' }, [
    html`<input type="hidden" name="kind" value="existing">`,
    selectField({
      name: 'reporterId',
      id: `known-${id}`,
      label: say('pages-roster-join-who'),
      value: likely,
      options,
      unchosen: say('pages-roster-choose'),
      required: true,
    }),
    html`<div>${submitButton({ label: say('pages-roster-join-approve') })}</div>`,
  ])
}

function newForm(
  view: View,
  action: string,
  { id, fullName, outletName }: JoinRequest,
  outlets: readonly Outlet[],
): Html {
  const { say } = view
  const options = outlets.map((each) => ({ value: each.id, label: each.name }))
  const likely = outlets.find(({ name }) => name.toLowerCase() === outletName.toLowerCase())?.id
  return form(view, { action, class: 'stack' }, [
    html`<input type="hidden" name="kind" value="new">`,
    textField({
      name: 'fullName',
      id: `name-${id}`,
      label: say('pages-roster-name'),
      value: fullName,
      required: true,
      maxlength: 120,
    }),
    selectField({
      name: 'outletId',
      id: `outlet-${id}`,
      label: say('pages-roster-outlet'),
      value: likely,
      options,
      unchosen: say('pages-roster-choose'),
      required: true,
    }),
    html`<div>${submitButton({ label: say('pages-roster-join-approve') })}</div>`,
  ])
}
