import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { broadcastNotFound } from '../../../domain/broadcasts/broadcasts.errors.ts'
import { findBroadcast } from '../../../domain/broadcasts/broadcasts.repository.ts'
import { type CallLine, findCallList } from '../../../domain/deliveries/call-list.repository.ts'
import { deliveryNotFound } from '../../../domain/deliveries/deliveries.errors.ts'
import { findSendable } from '../../../domain/deliveries/deliveries.repository.ts'
import { revealPhone } from '../../../domain/reporters/change-phone.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { sendScreen } from '../../screen.ts'
import { actionButton } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, panel, screenHead } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { spaced } from '../roster/phone-panel.ts'

/** A country's worth of calls is nobody's list: whatever is wrong then, is wrong with an account. */
const mostListed = 500

/** Whom nothing reached in a sending, and why: to be called. A number shows on a click, which is recorded. */
export function registerCallList(server: FastifyInstance, deps: WebDeps): void {
  const callers = { config: { requires: may.send } }

  server.get('/broadcasts/:id/calls', callers, (request, reply) => show(request, reply, idOf(request)))

  server.post('/deliveries/:id/phone-views', callers, async (request, reply) => {
    const { organisationId, id: by } = staffOf(request)
    const delivery = await findSendable(deps.db, idOf(request))
    if (delivery?.organisationId !== organisationId) throw deliveryNotFound()
    const { reporterId, broadcastId } = delivery
    const lines = await findCallList(deps.db, { broadcastId, limit: mostListed })
    if (!lines.some((line) => line.reporterId === reporterId)) throw deliveryNotFound()
    const number = await revealPhone(deps, { organisationId, reporterId, by })
    return show(request, reply, broadcastId, number === undefined ? undefined : { reporterId, number })
  })

  async function show(request: FastifyRequest, reply: FastifyReply, broadcastId: string, revealed?: Revealed) {
    const { organisationId } = staffOf(request)
    if (!(await findBroadcast(deps.db, organisationId, broadcastId))) throw broadcastNotFound()
    const lines = await findCallList(deps.db, { broadcastId, limit: mostListed })
    const view = viewOf(deps, request, reply)
    const title = view.say('pages-broadcasts-calls')
    const head = screenHead({
      title,
      above: html`<a href="/broadcasts/${broadcastId}">${view.say('pages-broadcasts-title')}</a>`,
    })
    const note = view.say('pages-broadcasts-calls-note')
    const body = html`${head}${panel({ note }, callTable(view, lines, revealed))}`
    return sendScreen(view, reply, { title, body })
  }
}

type Revealed = { readonly reporterId: string; readonly number: string }

function callTable(view: View, lines: readonly CallLine[], revealed: Revealed | undefined): Html {
  const { say } = view
  if (lines.length === 0) return emptyState(say('pages-broadcasts-calls-none'))
  const columns = ['reporter', 'outlet', 'why', 'phone'].map((each) => say(`pages-broadcasts-column-${each}`))
  const rows = lines.map((line) => [
    html`<a href="/reporters/${line.reporterId}">${line.fullName}</a>`,
    line.outletName,
    say(`deliveries-reason-${line.reason}`),
    phoneCell(view, line, revealed),
  ])
  return table(columns, rows)
}

function phoneCell(view: View, line: CallLine, revealed: Revealed | undefined): Html {
  const { say } = view
  if (revealed?.reporterId === line.reporterId)
    return html`<a class="strong number" href="tel:+${revealed.number}">${spaced(revealed.number)}</a>`
  if (!line.hasPhone) return html`<span class="soft">${say('pages-broadcasts-calls-no-phone')}</span>`
  return actionButton(view, {
    action: `/deliveries/${line.deliveryId}/phone-views`,
    label: say('pages-broadcasts-calls-reveal'),
  })
}
