import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Broadcast, broadcastStates } from '../../../domain/broadcasts/broadcast.ts'
import { type ListedBroadcast, listOfBroadcasts } from '../../../domain/deliveries/broadcast-list.repository.ts'
import { leftToGo } from '../../../domain/deliveries/reconciliation.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { moment } from '../../moments.ts'
import { sendScreen } from '../../screen.ts'
import { attributes } from '../../ui/attributes.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { emptyState, screenHead } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { broadcastChip, broadcastTitle, grouped } from './broadcast-words.ts'

const perPage = 25

/** All sendings of the office, newest first, each with how far it is. */
export function registerListBroadcasts(server: FastifyInstance, deps: WebDeps): void {
  server.get('/broadcasts', { config: { requires: may.read } }, async (request, reply) => {
    const { organisationId } = staffOf(request)
    const { state, page } = query.parse(request.query)
    const wanted = { organisationId, ...(state && { state }), limit: perPage + 1, offset: (page - 1) * perPage }
    const found = await listOfBroadcasts(deps.db, wanted)
    const view = viewOf(deps, request, reply)
    const title = view.say('pages-broadcasts-list-title')
    const shown = found.slice(0, perPage)
    const body = html`${screenHead({ title })}${filterBar(view, state)}${broadcastTable(view, shown)}${pager(view, { state, page, more: found.length > perPage })}`
    return sendScreen(view, reply, { title, body })
  })
}

const query = z.object({
  state: z.enum(broadcastStates).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1),
})

function filterBar({ say }: View, chosen: Broadcast['state'] | undefined): Html {
  const links = [undefined, ...broadcastStates].map((state) => {
    const label = say(state ? `broadcasts-state-${state}` : 'pages-broadcasts-all')
    const href = state ? `/broadcasts?state=${state}` : '/broadcasts'
    return html`<li><a${attributes({ href, 'aria-current': state === chosen ? 'true' : undefined })}>${label}</a></li>`
  })
  return html`<ul class="filters" aria-label="${say('pages-broadcasts-list-filter')}">${links}</ul>`
}

function broadcastTable(view: View, listed: readonly ListedBroadcast[]): Html {
  const { say } = view
  if (listed.length === 0) return emptyState(say('pages-broadcasts-list-empty'))
  const columns = ['title', 'standing', 'progress', 'began'].map((each) => say(`pages-broadcasts-column-${each}`))
  const rows = listed.map(({ broadcast, about, ledger }) => [
    html`<div><a class="strong" href="/broadcasts/${broadcast.id}">${about ?? broadcastTitle(view, broadcast)}</a>${about ? html`<br><small class="soft">${broadcastTitle(view, broadcast)}</small>` : nothing}</div>`,
    html`<div>${broadcastChip(view, broadcast)}${broadcast.stateReason ? html`<br><small>${say(`broadcasts-reason-${broadcast.stateReason}`)}</small>` : nothing}</div>`,
    html`<span class="number">${grouped(view, ledger.audience - leftToGo(ledger))}/${grouped(view, ledger.audience)}</span>`,
    moment(view, broadcast.createdAt),
  ])
  return table(columns, rows)
}

function pager(
  { say }: View,
  { state, page, more }: { readonly state: string | undefined; readonly page: number; readonly more: boolean },
): Html {
  if (page === 1 && !more) return nothing
  const to = (number: number) => `/broadcasts?page=${number}${state ? `&state=${state}` : ''}`
  const before = page > 1 ? html`<a href="${to(page - 1)}">${say('pages-broadcasts-previous')}</a>` : nothing
  const after = more ? html`<a href="${to(page + 1)}">${say('pages-broadcasts-following')}</a>` : nothing
  return html`<nav class="pager">${before}<span class="number">${page}</span>${after}</nav>`
}
