import type { FastifyInstance } from 'fastify'
import { deliveryNotFound } from '../../../domain/deliveries/deliveries.errors.ts'
import { findStory } from '../../../domain/deliveries/delivery-story.repository.ts'
import type { DeliveryStory } from '../../../domain/deliveries/delivery-story.ts'
import { nameStaff } from '../../../domain/staff/name-staff.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { exactMoment, moment } from '../../moments.ts'
import { idOf } from '../../route-ids.ts'
import { sendScreen } from '../../screen.ts'
import { type Html, type HtmlValue, html, nothing } from '../../ui/html.ts'
import { facts, panel, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { deliveryChip, dong, kindOfMessage, surfaceOf } from '../broadcasts/broadcast-words.ts'
import { storyPanel } from './story-panel.ts'

/** The evidence behind one line of the ledger: what happened when, on which surface, by whose decision, and what the platform answered. */
export function registerReadDelivery(server: FastifyInstance, deps: WebDeps): void {
  server.get('/deliveries/:id', { config: { requires: may.read } }, async (request, reply) => {
    const { organisationId } = staffOf(request)
    const story = await findStory(deps.db, organisationId, idOf(request))
    if (!story) throw deliveryNotFound()
    const view = viewOf(deps, request, reply)
    const ids = story.events.flatMap(({ by }) => (by?.startsWith('staff:') ? [by.slice('staff:'.length)] : []))
    const names = await nameStaff(deps, { organisationId, ids: ids.filter((id) => uuid.test(id)) })
    const title = story.fullName
    const head = screenHead({
      title,
      above: html`<a href="/broadcasts/${story.broadcastId}">${view.say('deliveries-back')}</a>`,
      below: story.outletName,
    })
    const body = html`${head}${standing(view, story)}${storyPanel(view, story, names)}${laterPanel(view, story)}`
    return sendScreen(view, reply, { title, body })
  })
}

const uuid = /^[0-9a-f-]{36}$/

/** How it stands now. */
function standing(view: View, story: DeliveryStory): Html {
  const { say } = view
  const { state, reason, reasonDetail, surface, accountName, messageKind, attempt, costVnd, notBefore } = story
  const why = reason ? html`<p>${say(`deliveries-reason-${reason}`)}</p>` : nothing
  const words = reasonDetail
    ? html`<p class="soft">${say('deliveries-platform-words')}: <q>${reasonDetail}</q></p>`
    : nothing
  const pairs: (readonly [string, HtmlValue])[] = [
    [say('deliveries-column-surface'), surface ? surfaceOf(view, surface) : '–'],
    [say('deliveries-account'), accountName ?? '–'],
    [say('deliveries-column-kind'), kindOfMessage(view, messageKind, surface)],
    [say('deliveries-column-attempts'), attempt],
    [say('pages-broadcasts-column-cost'), dong(view, costVnd)],
    ...(notBefore && state === 'planned' ? [[say('deliveries-not-before'), moment(view, notBefore)] as const] : []),
    ...(story.lookedUpAt
      ? [[say('deliveries-look-ups'), html`${story.lookUps} (${moment(view, story.lookedUpAt)})`] as const]
      : []),
    ...(story.messageIds.length > 0
      ? [[say('deliveries-message-ids'), messageIds(view, story.messageIds)] as const]
      : []),
  ]
  return panel(
    {},
    html`<p class="standing">${deliveryChip(view, state)} ${story.settledAt ? exactMoment(view, story.settledAt) : nothing}</p>${why}${words}${facts(pairs)}`,
  )
}

/** An entry is a part of the message; one that was settled without an answer has none of its own. */
function messageIds({ say }: View, ids: readonly string[]): Html {
  const said = ids.map((id) =>
    id === '-' ? say('deliveries-no-message-id') : id === 'page' ? say('deliveries-on-page') : id,
  )
  return html`<span class="message-ids">${said.join(', ')}</span>`
}

/** What was changed later of what had arrived. */
function laterPanel(view: View, { revisions }: DeliveryStory): Html {
  const { say } = view
  if (revisions.length === 0) return nothing
  const lines = revisions.map(
    ({ kind, at, state, reason }) =>
      html`<li><strong>${say(`pages-broadcasts-revision-${kind}`)}</strong> ${moment(view, at)}: ${say(`deliveries-revision-${state}`)}${reason ? html` <span class="soft">${say(`revisions-reason-${reason}`)}</span>` : nothing}</li>`,
  )
  return panel({ title: say('deliveries-later') }, html`<ul class="history">${lines}</ul>`)
}
