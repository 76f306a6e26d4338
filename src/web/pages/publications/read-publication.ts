import type { FastifyInstance } from 'fastify'
import { listBroadcasts } from '../../../domain/broadcasts/broadcasts.repository.ts'
import { readPublication } from '../../../domain/publications/read-publications.ts'
import { nameStaff } from '../../../domain/staff/name-staff.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { sendScreen } from '../../screen.ts'
import { html } from '../../ui/html.ts'
import { screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { approvalHistory } from './approval-history.ts'
import { messagePreview } from './message-preview.ts'
import { nextActions } from './publication-actions.ts'
import { publicationSheet } from './publication-sheet.ts'
import { kindOf, stateChip, stations, titleOf } from './publication-words.ts'

/** One publication as it will go out, where it stands, and what this person may do with it next. */
export function registerReadPublication(server: FastifyInstance, deps: WebDeps): void {
  server.get('/publications/:id', { config: { requires: may.read } }, async (request, reply) => {
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, await publicationScreen(deps, view, staffOf(request), idOf(request)))
  })
}

/** The screen itself; a refused action shows it again with what was typed and why. */
export async function publicationScreen(
  deps: WebDeps,
  view: View,
  staff: ReturnType<typeof staffOf>,
  publicationId: string,
  typed: { readonly wrong?: string; readonly fields?: Readonly<Record<string, string>> } = {},
) {
  const { organisationId } = staff
  const shown = await readPublication(deps, { publicationId, organisationId })
  const broadcasts = await listBroadcasts(deps.db, { organisationId, publicationId })
  const { publication, approvals } = shown
  const ids = approvals.flatMap(({ submittedBy, decidedBy }) => [submittedBy, decidedBy])
  const names = await nameStaff(deps, { organisationId, ids: [...ids, publication.createdBy, publication.releasedBy] })
  const head = screenHead({
    title: titleOf(view, publication),
    above: html`<a href="/publications">${view.say('pages-publications-title')}</a> · ${kindOf(view, publication)}${publication.period ? html` · ${publication.period}` : ''}`,
    below: stateChip(view, publication),
  })
  const body = html`${head}${stations(view, publication, broadcasts.length > 0)}
<p class="jump"><a href="#next">${view.say('pages-publications-jump')}</a></p>
<div class="reading"><div>${publicationSheet(view, publication)}${messagePreview(deps, view, publication)}</div>
<aside id="next">${nextActions(view, staff, shown, broadcasts, typed)}${approvalHistory(view, publication, approvals, names)}</aside></div>`
  return { title: titleOf(view, publication), body, wide: true }
}
