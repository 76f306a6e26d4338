import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { deliveryReasons, deliveryStates } from '../../../domain/deliveries/delivery.ts'
import type { DeliveryPage } from '../../../domain/deliveries/ledger.repository.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { streamLive } from '../../live.ts'
import { moment } from '../../moments.ts'
import { idOf } from '../../route-ids.ts'
import { sendScreen } from '../../screen.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { notice, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { originOf } from './broadcast-origin.ts'
import { type Watched, watchBroadcasts } from './broadcast-watch.ts'
import { broadcastTitle } from './broadcast-words.ts'
import { controlPart } from './control-part.ts'
import { deliveryLines, linesPerPage } from './delivery-lines.ts'
import { ledgerPart } from './ledger-part.ts'
import { ratePart } from './rate-part.ts'
import { reasonsPart } from './reasons-part.ts'
import { revisionPart } from './revision-part.ts'
import { calledBack, nameOf, statePart } from './state-part.ts'
import { unknownPart } from './unknown-part.ts'

/** One sending: its counts live, why it stands where it stands, its rate, its lines by state, and what staff can do about it. */
export function registerReadBroadcast(server: FastifyInstance, deps: WebDeps): void {
  const watch = watchBroadcasts(deps)

  server.get('/broadcasts/:id', { config: { requires: may.read } }, async (request, reply) => {
    const staff = staffOf(request)
    const view = viewOf(deps, request, reply)
    const asked = { broadcastId: idOf(request), ...query.parse(request.query) }
    const watched = await watch.anew({ ...asked, organisationId: staff.organisationId })
    const lines = await watch.linesAnew(linesOf(asked))
    const parts = await partsOf(view, staff, asked, { watched, lines })
    const { broadcast } = watched
    const head = broadcastHead(view, watched, await originOf(deps, view, staff, broadcast))
    const sections = parts.map(([id, content]) => html`<div id="${id}">${content}</div>`)
    // What changes comes as parts of their own, so that a form that somebody types in stays while the counts move.
    const live = html`<div hidden hx-sse:connect="${liveAddress(asked)}" hx-swap="innerHTML"></div>`
    return sendScreen(view, reply, { title: broadcastTitle(view, broadcast), body: html`${head}${live}${sections}` })
  })

  server.get(
    '/broadcasts/:id/live',
    { exposeHeadRoute: false, config: { requires: may.read } },
    async (request, reply) => {
      const staff = staffOf(request)
      const view = viewOf(deps, request, reply)
      const asked = { broadcastId: idOf(request), ...query.parse(request.query) }
      const changed = changedParts()
      await streamLive(request, reply, async () => {
        const watched = await watch.shared({ ...asked, organisationId: staff.organisationId })
        const { audience } = watched.reconciliation.ledger
        const lines = await watch.sharedLines(linesOf(asked), audience)
        return changed(await partsOf(view, staff, asked, { watched, lines }))
      })
    },
  )

  async function partsOf(
    view: View,
    staff: StaffMember,
    asked: Asked,
    { watched, lines }: { readonly watched: Watched; readonly lines: Awaited<ReturnType<typeof watch.linesAnew>> },
  ): Promise<readonly Part[]> {
    const { broadcast, reconciliation, waiting } = watched
    const now = deps.clock.now()
    const revisions = await revisionPart(deps, view, broadcast)
    const paceOf = (accountId: string) => deps.channels.byAccount(accountId)?.pace
    const counts = ledgerPart(view, broadcast, reconciliation.ledger, waiting)
    const state = statePart(view, { broadcast, ledger: reconciliation.ledger, names: watched.names, now })
    const toCall = calledBack(broadcast, reconciliation.ledger) ? 0 : watched.calls
    const calls = callsLine(view, staff, broadcast, toCall)
    const chosen = { state: asked.state, reason: asked.reason, page: asked.page }
    return [
      ['broadcast-notice', state],
      ['broadcast-controls', controlPart(view, staff, broadcast, reconciliation.ledger)],
      ['broadcast-state', html`<section class="panel">${counts}${calls}${revisions}</section>`],
      ['broadcast-unknown', unknownPart(view, staff, broadcast, reconciliation)],
      ['broadcast-rate', ratePart(view, watched, paceOf, now)],
      ['broadcast-reasons', reasonsPart(view, broadcast, reconciliation)],
      ['broadcast-lines', deliveryLines(view, staff, broadcast, { ...chosen, lines, reconciliation })],
    ]
  }
}

type Part = readonly [id: string, content: Html]
type Asked = z.infer<typeof query> & { readonly broadcastId: string }

const query = z.object({
  state: z.enum(deliveryStates).optional().catch(undefined),
  reason: z.enum(deliveryReasons).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1),
})

const linesOf = ({ broadcastId, state, reason, page }: Asked): DeliveryPage => ({
  broadcastId,
  page,
  perPage: linesPerPage,
  ...(state && { state }),
  ...(reason && { reason }),
})

function liveAddress({ broadcastId, state, reason, page }: Asked): string {
  const chosen = [`page=${page}`, ...(state ? [`state=${state}`] : []), ...(reason ? [`reason=${reason}`] : [])]
  return `/broadcasts/${broadcastId}/live?${chosen.join('&')}`
}

/** Of one connection: only the parts that are not on the screen already. */
function changedParts(): (parts: readonly Part[]) => Html {
  const shown = new Map<string, string>()
  let last: Html = nothing
  return (parts) => {
    const changed = parts.filter(([id, content]) => shown.get(id) !== content.toString())
    // An empty answer would count as a change of its own.
    if (changed.length === 0) return last
    for (const [id, content] of changed) shown.set(id, content.toString())
    last = html`${changed.map(([id, content]) => html`<hx-partial hx-target="#${id}" hx-swap="innerHTML">${content}</hx-partial>`)}`
    return last
  }
}

/** Whom nothing reached, for those who may call them. */
const callsLine = ({ say }: View, { role }: StaffMember, { id }: Broadcast, count: number): Html =>
  count > 0 && allows(may.send, role)
    ? notice('warn', html`<a href="/broadcasts/${id}/calls">${say('pages-broadcasts-calls-count', { count })}</a>`)
    : nothing

function broadcastHead(view: View, { broadcast, names }: Watched, origin: Html): Html {
  const { say } = view
  const { createdAt, createdBy, finishedAt, scheduleId } = broadcast
  const by =
    createdBy === 'schedule' || scheduleId
      ? say('pages-broadcasts-by-schedule')
      : say('pages-broadcasts-by', { name: nameOf(view, names, createdBy) })
  return screenHead({
    title: broadcastTitle(view, broadcast),
    above: origin,
    below: html`${say('pages-broadcasts-started')} ${moment(view, createdAt)}, ${by}${finishedAt ? html` · ${say('pages-broadcasts-ended')} ${moment(view, finishedAt)}` : ''}`,
  })
}
