import type { FastifyInstance } from 'fastify'
import { openStates } from '../../../domain/broadcasts/broadcast.ts'
import { listBroadcasts, wasSentBefore } from '../../../domain/broadcasts/broadcasts.repository.ts'
import { readPublication } from '../../../domain/publications/read-publications.ts'
import { planRecall } from '../../../domain/revisions/plan-recall.ts'
import { readSchedules } from '../../../domain/schedules/read-schedules.ts'
import { nameStaff } from '../../../domain/staff/name-staff.ts'
import { allows, may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { sendScreen } from '../../screen.ts'
import { html, nothing } from '../../ui/html.ts'
import { screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { approvalHistory } from './approval-history.ts'
import { differencePanel } from './difference-panel.ts'
import { messagePreview } from './message-preview.ts'
import { nextActions } from './publication-actions.ts'
import { publicationSheet } from './publication-sheet.ts'
import { kindOf, standingChips, stateChip, stations, titleOf } from './publication-words.ts'
import { schedulePanel } from './schedule-panel.ts'
import { standingPanel } from './standing-panel.ts'

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
  const sendings = broadcasts.filter(({ kind }) => kind === 'publication')
  const sent = publication.state === 'released' && (await wasSentBefore(deps.db, publicationId))
  const stands = sent && !publication.recalledAt
  const gone = sent || sendings.some(({ state }) => openStates.some((each) => each === state))
  const mayRecall = gone && !publication.recalledAt && allows(may.decide, staff.role)
  const plan = mayRecall ? await planRecall(deps, { publicationId }) : undefined
  const corrected = publication.corrects
    ? await readPublication(deps, { publicationId: publication.corrects.id, organisationId })
    : undefined
  const scheduled = await readSchedules(deps, { organisationId, publicationId })
  const ids = approvals.flatMap(({ submittedBy, decidedBy }) => [submittedBy, decidedBy])
  const names = await nameStaff(deps, {
    organisationId,
    ids: [
      ...ids,
      ...scheduled.schedules.flatMap(({ createdBy, stateBy }) => [createdBy, stateBy]),
      publication.createdBy,
      publication.releasedBy,
      publication.recalledBy,
    ],
  })
  const head = screenHead({
    title: titleOf(view, publication),
    above: html`<a href="/publications">${view.say('pages-publications-title')}</a> · ${kindOf(view, publication)}${publication.period ? html` · ${publication.period}` : ''}`,
    below: html`${stateChip(view, publication)} ${standingChips(view, publication)}`,
  })
  const reason = typed.fields?.reason
  const standing = standingPanel(view, staff, { publication, stands, plan, names, reason, broadcasts })
  const repeatable = stands && !publication.replacedBy ? publication.id : undefined
  const schedules = schedulePanel(view, staff, { ...scheduled, names, repeatable })
  const differences = corrected ? differencePanel(view, corrected.publication, publication) : nothing
  const body = html`${head}${stations(view, publication, gone)}
<p class="jump"><a href="#next">${view.say('pages-publications-jump')}</a></p>
<div class="reading"><div>${differences}${publicationSheet(view, publication)}${publication.recalledAt ? nothing : messagePreview(deps, view, publication)}</div>
<aside id="next">${nextActions(view, staff, shown, { broadcasts: sendings, gone, scheduled: scheduled.opening !== null }, typed)}${schedules}${standing}${approvalHistory(view, publication, approvals, names)}</aside></div>`
  return { title: titleOf(view, publication), body, wide: true }
}
