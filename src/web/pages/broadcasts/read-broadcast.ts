import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { broadcastNotFound } from '../../../domain/broadcasts/broadcasts.errors.ts'
import { findBroadcast } from '../../../domain/broadcasts/broadcasts.repository.ts'
import { type DeliveryState, deliveryStates, type Ledger } from '../../../domain/deliveries/delivery.ts'
import { findWaitingAccounts, ledgerOf, listDeliveries } from '../../../domain/deliveries/ledger.repository.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { streamLive } from '../../live.ts'
import { moment } from '../../moments.ts'
import { idOf } from '../../route-ids.ts'
import { actionButton } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, panel, screenHead } from '../../ui/sections.ts'
import { sendScreen, type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { deliveryLines, linesPerPage } from './delivery-lines.ts'
import { ledgerPart } from './ledger-part.ts'

/** One sending: its counts live, its lines by state, and what staff can do about it. */
export function registerReadBroadcast(server: FastifyInstance, deps: WebDeps): void {
  server.get('/broadcasts/:id', { config: { requires: may.read } }, async (request, reply) => {
    const staff = staffOf(request)
    const view = viewOf(deps, request, reply)
    const { state, page } = query.parse(request.query)
    const broadcast = await load(staff, idOf(request))
    const ledger = await ledgerOf(deps.db, broadcast.id)
    const shown = await listDeliveries(deps.db, {
      broadcastId: broadcast.id,
      page,
      perPage: linesPerPage,
      ...(state ? { state } : {}),
    })
    const part = await livePart(view, broadcast, ledger)
    const lines = deliveryLines(view, staff, broadcast, { ...shown, page, state })
    const body = html`${broadcastHead(view, staff, broadcast)}
${panel({ id: 'ledger' }, html`<section hx-sse:connect="/broadcasts/${broadcast.id}/live" hx-swap="innerHTML" aria-live="polite">${part}</section>`)}${lines}`
    return sendScreen(view, reply, { title: titleOf(view, broadcast), body })
  })

  server.get('/broadcasts/:id/live', { config: { requires: may.read } }, async (request, reply) => {
    const staff = staffOf(request)
    const view = viewOf(deps, request, reply)
    const id = idOf(request)
    await streamLive(request, reply, async () => {
      const broadcast = await load(staff, id)
      return livePart(view, broadcast, await ledgerOf(deps.db, id))
    })
  })

  async function load({ organisationId }: StaffMember, id: string): Promise<Broadcast> {
    const broadcast = await findBroadcast(deps.db, organisationId, id)
    if (!broadcast) throw broadcastNotFound()
    return broadcast
  }

  const livePart = async (view: View, broadcast: Broadcast, ledger: Ledger): Promise<Html> =>
    ledgerPart(view, broadcast, ledger, await findWaitingAccounts(deps.db, broadcast.id))
}

const query = z.object({
  state: z.enum(deliveryStates).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1),
})

export type ShownState = DeliveryState | undefined

const titleOf = (view: View, { kind, reminderKind }: Broadcast): string =>
  view.say(kind === 'reminder' ? `pages-broadcasts-reminder-${reminderKind}` : 'pages-broadcasts-title')

function broadcastHead(view: View, staff: StaffMember, broadcast: Broadcast): Html {
  const { say } = view
  const { id, publicationId, conferenceId, createdAt, finishedAt, state } = broadcast
  const origin = publicationId
    ? html`<a href="/publications/${publicationId}">${say('pages-broadcasts-origin')}</a>`
    : conferenceId
      ? html`<a href="/conferences/${conferenceId}">${say('pages-broadcasts-origin-conference')}</a>`
      : ''
  const resume = actionButton(view, { action: `/broadcasts/${id}/resumptions`, label: say('pages-broadcasts-resume') })
  const cancel = confirm(
    { label: say('pages-broadcasts-cancel') },
    html`<p>${say('pages-broadcasts-cancel-note')}</p>${actionButton(view, { action: `/broadcasts/${id}/cancellations`, label: say('pages-broadcasts-cancel-submit'), look: 'danger' })}`,
  )
  const running = allows(may.send, staff.role) && (state === 'sending' || state === 'stopped')
  return screenHead({
    title: titleOf(view, broadcast),
    above: origin,
    below: html`${say('pages-broadcasts-started')} ${moment(view, createdAt)}${finishedAt ? html` · ${say('pages-broadcasts-ended')} ${moment(view, finishedAt)}` : ''}`,
    actions: running ? html`${state === 'stopped' ? resume : ''}${cancel}` : undefined,
  })
}
