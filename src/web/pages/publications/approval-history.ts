import type { Approval } from '../../../domain/publications/approval.ts'
import type { Publication } from '../../../domain/publications/publication.ts'
import { moment } from '../../moments.ts'
import { type Html, html } from '../../ui/html.ts'
import { panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'

/** Who submitted, approved, returned, released and recalled, with the words they left. */
export function approvalHistory(
  view: View,
  publication: Publication,
  approvals: readonly Approval[],
  names: ReadonlyMap<string, string>,
): Html {
  const { say } = view
  const name = (id: string | null) => (id && names.get(id)) || say('pages-publications-somebody')
  const step = (key: string, at: Date, by: string | null, note?: string | null) =>
    html`<li><span>${say(`pages-publications-history-${key}`, { name: name(by) })}</span> <small class="soft">${moment(view, at)}</small>${note ? html`<blockquote>${note}</blockquote>` : ''}</li>`
  const released = publication.releasedAt ? [step('released', publication.releasedAt, publication.releasedBy)] : []
  const { recalledAt, recalledBy } = publication
  const recalled = recalledAt ? [step('recalled', recalledAt, recalledBy)] : []
  const decisions = approvals.flatMap((each) => {
    const { state, decidedAt, decidedBy, voidedAt, submittedAt, submittedBy, note } = each
    const voided = voidedAt
      ? [
          html`<li>${say('pages-publications-history-voided')} <small class="soft">${moment(view, voidedAt)}</small></li>`,
        ]
      : []
    const decided = decidedAt ? [step(state === 'returned' ? 'returned' : 'approved', decidedAt, decidedBy, note)] : []
    return [...voided, ...decided, step('submitted', submittedAt, submittedBy)]
  })
  const written = step('written', publication.createdAt, publication.createdBy)
  return panel(
    { title: say('pages-publications-history') },
    html`<ol class="history">${recalled}${released}${decisions}${written}</ol>`,
  )
}
