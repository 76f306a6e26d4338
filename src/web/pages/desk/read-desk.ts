import type { FastifyInstance } from 'fastify'
import { listArticles } from '../../../domain/articles/list-articles.ts'
import { type Broadcast, openStates } from '../../../domain/broadcasts/broadcast.ts'
import { listBroadcasts } from '../../../domain/broadcasts/broadcasts.repository.ts'
import type { Conference } from '../../../domain/conferences/conference.ts'
import { listConferences } from '../../../domain/conferences/read-conferences.ts'
import type { Ledger } from '../../../domain/deliveries/delivery.ts'
import { ledgerOf } from '../../../domain/deliveries/ledger.repository.ts'
import type { PublicationLine } from '../../../domain/publications/publication.ts'
import { listPublications } from '../../../domain/publications/read-publications.ts'
import { listJoinRequests } from '../../../domain/reporters/request-to-join.ts'
import { readComing } from '../../../domain/schedules/read-schedules.ts'
import { allows, may, type StaffMember } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { momentInWords } from '../../moments.ts'
import { sendScreen } from '../../screen.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, panel, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { articleList } from '../articles/list-articles.ts'
import { broadcastTitle } from '../broadcasts/broadcast-words.ts'
import { ledgerPart } from '../broadcasts/ledger-part.ts'
import { startButtons } from '../publications/list-publications.ts'
import { comingPanel, toldPanel } from './coming-panel.ts'
import { waitingPanel } from './waiting-panel.ts'

/** What waits for this person today, what is being sent, what comes next, and what came in. */
export function registerReadDesk(server: FastifyInstance, deps: WebDeps): void {
  server.get('/', { config: { requires: may.read } }, async (request, reply) => {
    const staff = staffOf(request)
    const view = viewOf(deps, request, reply)
    const { organisationId, role } = staff
    const [lines, running, conferences, { articles }, requests, coming] = await Promise.all([
      listPublications(deps, { organisationId }),
      listBroadcasts(deps.db, { organisationId, states: openStates }, 20),
      listConferences(deps, { organisationId }),
      listArticles(deps, { organisationId, limit: 6 }),
      allows(may.keepRoster, role) ? listJoinRequests(deps, organisationId) : [],
      readComing(deps, { organisationId }),
    ])
    const sending = await Promise.all(
      running.map(async (each) => ({ broadcast: each, ledger: await ledgerOf(deps.db, each.id) })),
    )
    const titles = new Map([...lines, ...conferences].map(({ id, title }) => [id, title]))
    const waiting = new Set(coming.schedules.map(({ publicationId }) => publicationId))
    const urgent = allows(may.decide, role) ? running.filter((each) => waitsForAgreement(each, staff)) : []
    const unsent = (await unsentOf(deps, staff, lines)).filter(({ id }) => !waiting.has(id))
    const next = conferences.find(({ startsAt, cancelledAt }) => startsAt > view.now && !cancelledAt)
    const title = view.say('pages-desk-title')
    const body = html`${screenHead({ title, below: momentInWords(view, view.now), actions: allows(may.write, role) ? startButtons(view) : undefined })}
<div class="with-side"><div>${waitingPanel(view, staff, lines, { unsent, urgent, joinRequests: requests.length })}${toldPanel(view, coming)}${sendingPanel(view, sending, titles)}${comingPanel(view, coming)}</div>
<aside>${nextConference(view, next)}${panel({ title: view.say('pages-desk-articles') }, articles.length > 0 ? [articleList(view, articles), html`<p><a href="/articles">${view.say('pages-desk-all-articles')}</a></p>`] : emptyState(view.say('pages-articles-empty')))}</aside></div>`
    return sendScreen(view, reply, { title, body })
  })
}

/** Somebody else asked that it goes in spite of quiet hours and days off, and nobody has agreed yet. */
const waitsForAgreement = ({ urgentBy, urgentAgreedBy }: Broadcast, { id }: StaffMember): boolean =>
  urgentBy !== null && urgentAgreedBy === null && urgentBy !== id

/** Released, and nothing of it was sent yet, or it was called back in time: for those who may send. */
async function unsentOf(deps: WebDeps, { organisationId, role }: StaffMember, lines: readonly PublicationLine[]) {
  if (!allows(may.send, role)) return []
  const released = lines.filter(({ state, recalledAt }) => state === 'released' && !recalledAt).slice(0, 20)
  const sent = await Promise.all(
    released.map(({ id }) => listBroadcasts(deps.db, { organisationId, publicationId: id }, 5)),
  )
  const calledBack = ({ state, countedFrom }: Broadcast) => state === 'cancelled' && countedFrom === null
  return released.filter((_line, at) => sent[at]?.every(calledBack))
}

function sendingPanel(
  view: View,
  sending: readonly { readonly broadcast: Broadcast; readonly ledger: Ledger }[],
  titles: ReadonlyMap<string, string>,
): Html {
  if (sending.length === 0) return html``
  return panel(
    { title: view.say('pages-desk-sending') },
    sending.map(({ broadcast, ledger }) => {
      const about = titles.get(broadcast.publicationId ?? broadcast.conferenceId ?? '')
      return html`<div class="sending"><p><a class="strong" href="/broadcasts/${broadcast.id}">${broadcastTitle(view, broadcast)}</a>${about ? html`: ${about}` : ''}</p>${heldUntil(view, broadcast)}${ledgerPart(view, broadcast, ledger, [])}</div>`
    }),
  )
}

function heldUntil(view: View, { state, stateReason, stateDetail, heldUntil: until }: Broadcast): Html {
  const { say } = view
  if (state !== 'held' || !until) return html``
  const why = `${say(`broadcasts-reason-${stateReason}`)}${stateDetail ? ` (${stateDetail})` : ''}`
  return html`<p class="soft">${why}. ${say('pages-broadcasts-held-until')} ${momentInWords(view, until)}.</p>`
}

function nextConference(view: View, conference: Conference | undefined): Html {
  const { say } = view
  const body = conference
    ? html`<p class="soft">${conference.kind}</p><p><a class="strong" href="/conferences/${conference.id}">${conference.title}</a></p><p>${momentInWords(view, conference.startsAt)}<br>${conference.place}</p>`
    : emptyState(say('pages-conferences-empty'))
  return panel({ title: say('pages-desk-next-conference') }, body)
}
