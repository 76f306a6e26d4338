import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { listRevisions, type RevisionLine } from '../../../domain/revisions/revisions.repository.ts'
import { moment } from '../../moments.ts'
import { type Html, html } from '../../ui/html.ts'
import type { View } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'

/** What became of the messages of a sending afterwards: recalled, corrected, closed, each with how far it is. */
export async function revisionPart(
  { db }: Pick<WebDeps, 'db'>,
  view: View,
  { publicationId, conferenceId }: Broadcast,
): Promise<readonly Html[]> {
  const lines = publicationId
    ? await listRevisions(db, { publicationId })
    : conferenceId
      ? await listRevisions(db, { conferenceId })
      : []
  return lines.map((line) => revisionLine(view, line))
}

function revisionLine(view: View, { kind, createdAt, progress, reasons }: RevisionLine): Html {
  const { say } = view
  const { planned, queued, revised, cannot } = progress
  const total = planned + queued + revised + cannot
  const counts = say('pages-broadcasts-revision-counts', { revised, cannot, waiting: planned + queued, total })
  const why = reasons.map(
    ({ reason, count }) => html`<li>${say(`revisions-reason-${reason}`)} <span class="number">(${count})</span></li>`,
  )
  const bar =
    planned + queued === 0
      ? ''
      : html` <progress max="${total}" value="${revised + cannot}" aria-label="${counts}"></progress>`
  return html`<section class="revision"><p><strong>${say(`pages-broadcasts-revision-${kind}`)}</strong> ${moment(view, createdAt)}${bar}</p><p>${counts}</p>${why.length > 0 ? html`<ul>${why}</ul>` : ''}</section>`
}
