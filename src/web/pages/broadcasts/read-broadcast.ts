import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { broadcastNotFound } from '../../../domain/broadcasts/broadcasts.errors.ts'
import { findBroadcast } from '../../../domain/broadcasts/broadcasts.repository.ts'
import { findConference } from '../../../domain/conferences/conferences.repository.ts'
import { countCallList } from '../../../domain/deliveries/call-list.repository.ts'
import { deliveryStates } from '../../../domain/deliveries/delivery.ts'
import { findWaitingAccounts, ledgerOf, listDeliveries } from '../../../domain/deliveries/ledger.repository.ts'
import { findPublication } from '../../../domain/publications/publications.repository.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { streamLive } from '../../live.ts'
import { moment } from '../../moments.ts'
import { idOf } from '../../route-ids.ts'
import { sendScreen } from '../../screen.ts'
import { actionButton } from '../../ui/forms.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { confirm, notice, panel, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { titleOf as publicationTitle } from '../publications/publication-words.ts'
import { broadcastTitle } from './broadcast-words.ts'
import { deliveryLines, linesPerPage } from './delivery-lines.ts'
import { ledgerPart } from './ledger-part.ts'
import { revisionPart } from './revision-part.ts'

/** One sending: its counts live, its lines by state, and what staff can do about it. */
export function registerReadBroadcast(server: FastifyInstance, deps: WebDeps): void {
  server.get('/broadcasts/:id', { config: { requires: may.read } }, async (request, reply) => {
    const staff = staffOf(request)
    const view = viewOf(deps, request, reply)
    const asked = { id: idOf(request), ...query.parse(request.query) }
    const { broadcast, counts, lines } = await load(view, staff, asked)
    const live = `/broadcasts/${asked.id}/live?page=${asked.page}${asked.state ? `&state=${asked.state}` : ''}`
    const section = html`<section hx-sse:connect="${live}" hx-swap="innerHTML" aria-live="polite">${counts}</section>`
    const origin = await originOf(view, staff, broadcast)
    const body = html`${broadcastHead(view, staff, broadcast, origin)}${panel({ id: 'ledger' }, section)}${lines}`
    return sendScreen(view, reply, { title: broadcastTitle(view, broadcast), body })
  })

  server.get(
    '/broadcasts/:id/live',
    { exposeHeadRoute: false, config: { requires: may.read } },
    async (request, reply) => {
      const staff = staffOf(request)
      const view = viewOf(deps, request, reply)
      const asked = { id: idOf(request), ...query.parse(request.query) }
      await streamLive(request, reply, async () => {
        const { broadcast, counts, lines } = await load(view, staff, asked)
        const actions = broadcastActions(view, staff, broadcast)
        return html`${counts}<hx-partial hx-target="#lines" hx-swap="outerHTML">${lines}</hx-partial><hx-partial hx-target="#broadcast-actions" hx-swap="innerHTML">${actions}</hx-partial>`
      })
    },
  )

  /** By its title: on paper there is no link to follow. */
  async function originOf(view: View, { organisationId }: StaffMember, broadcast: Broadcast): Promise<Html> {
    const { publicationId, conferenceId } = broadcast
    const publication = publicationId ? await findPublication(deps.db, organisationId, publicationId) : undefined
    if (publication) {
      const title = publicationTitle(view, publication)
      return html`${view.say('pages-broadcasts-origin')}: <a href="/publications/${publication.id}">${title}</a>`
    }
    const conference = conferenceId ? await findConference(deps.db, organisationId, conferenceId) : undefined
    if (!conference) return nothing
    return html`${view.say('pages-broadcasts-origin-conference')}: <a href="/conferences/${conference.id}">${conference.title}</a>`
  }

  async function load(
    view: View,
    staff: StaffMember,
    { id, page, state }: z.infer<typeof query> & { readonly id: string },
  ) {
    const broadcast = await findBroadcast(deps.db, staff.organisationId, id)
    if (!broadcast) throw broadcastNotFound()
    const wanted = { broadcastId: id, page, perPage: linesPerPage, ...(state ? { state } : {}) }
    const [ledger, calls, waiting, shown] = await Promise.all([
      ledgerOf(deps.db, id),
      countCallList(deps.db, id),
      findWaitingAccounts(deps.db, id),
      listDeliveries(deps.db, wanted),
    ])
    const lines = deliveryLines(view, staff, broadcast, { ...shown, page, state })
    const revisions = await revisionPart(deps, view, broadcast)
    return {
      broadcast,
      counts: html`${ledgerPart(view, broadcast, ledger, waiting)}${callsLine(view, staff, id, calls)}${revisions}`,
      lines,
    }
  }
}

const query = z.object({
  state: z.enum(deliveryStates).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1),
})

/** Whom nothing reached, for those who may call them. */
const callsLine = ({ say }: View, { role }: StaffMember, id: string, count: number): Html =>
  count > 0 && allows(may.send, role)
    ? notice('warn', html`<a href="/broadcasts/${id}/calls">${say('pages-broadcasts-calls-count', { count })}</a>`)
    : nothing

function broadcastHead(view: View, staff: StaffMember, broadcast: Broadcast, origin: Html): Html {
  const { say } = view
  const { createdAt, finishedAt } = broadcast
  return screenHead({
    title: broadcastTitle(view, broadcast),
    above: origin,
    below: html`${say('pages-broadcasts-started')} ${moment(view, createdAt)}${finishedAt ? html` · ${say('pages-broadcasts-ended')} ${moment(view, finishedAt)}` : ''}`,
    actions: html`<div class="actions" id="broadcast-actions">${broadcastActions(view, staff, broadcast)}</div>`,
  })
}

function broadcastActions(view: View, staff: StaffMember, { id, state }: Broadcast): Html {
  const { say } = view
  if (!allows(may.send, staff.role) || state === 'finished' || state === 'cancelled') return nothing
  const resume = actionButton(view, { action: `/broadcasts/${id}/resumptions`, label: say('pages-broadcasts-resume') })
  const submit = { action: `/broadcasts/${id}/cancellations`, label: say('pages-broadcasts-cancel-submit') }
  const cancel = confirm(
    { label: say('pages-broadcasts-cancel') },
    html`<p>${say('pages-broadcasts-cancel-note')}</p>${actionButton(view, { ...submit, look: 'danger' })}`,
  )
  return html`${state === 'stopped' ? resume : nothing}${cancel}`
}
