import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Conference } from '../../../domain/conferences/conference.ts'
import { type InvitationWays, listInvitationWays } from '../../../domain/conferences/invitation-ways.ts'
import { readConference } from '../../../domain/conferences/read-conferences.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { momentInWords } from '../../moments.ts'
import { qrCode } from '../../qr.ts'
import { idOf } from '../../route-ids.ts'
import { sendScreen } from '../../screen.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, panel, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { surfaceOf } from '../broadcasts/broadcast-words.ts'

const perSheet = 24

/** The links of an invitation, a card with QR codes for each person, to be printed and put into the letter. */
export function registerInvitationSheet(server: FastifyInstance, deps: WebDeps): void {
  server.get('/conferences/:id/invitation-links', { config: { requires: may.keepRoster } }, async (request, reply) => {
    const { organisationId, id: by } = staffOf(request)
    const conferenceId = idOf(request)
    const { sheet } = query.parse(request.query)
    const { conference } = await readConference(deps, { conferenceId, organisationId })
    const listed = await listInvitationWays(deps, { organisationId, conferenceId, by, sheet, perSheet })
    const view = viewOf(deps, request, reply)
    const title = view.say('pages-conferences-links')
    const head = screenHead({
      title,
      above: html`<a href="/conferences/${conferenceId}">${conference.title}</a>`,
      below: momentInWords(view, conference.startsAt),
    })
    const cards = await Promise.all(listed.ways.map((ways) => card(view, ways, conference)))
    const list =
      cards.length > 0
        ? html`<ul class="invitation-cards">${cards}</ul>`
        : emptyState(view.say('pages-conferences-links-none'))
    const note = view.say('pages-conferences-links-note')
    const body = html`${head}${panel({ note }, [list, pager(view, conferenceId, sheet, listed.total)])}`
    return sendScreen(view, reply, { title, body })
  })
}

const query = z.object({ sheet: z.coerce.number().int().min(1).max(1_000).default(1).catch(1) })

async function card(view: View, { fullName, outletName, chats, page }: InvitationWays, of: Conference): Promise<Html> {
  const { say } = view
  const codes = await Promise.all([
    ...chats.map(({ channel, url }) =>
      qrCode(url, say('pages-conferences-links-chat', { surface: surfaceOf(view, channel) })),
    ),
    qrCode(page, say('pages-conferences-links-page')),
  ])
  const links = [...chats.map(({ url }) => url), page]
  return html`<li><h2>${fullName}</h2><p class="soft">${outletName}</p><p>${of.title}<br>${momentInWords(view, of.startsAt)}</p><div class="codes">${codes}</div>
<details><summary>${say('pages-conferences-links-show')}</summary>${links.map((url) => html`<p class="secret-link"><code>${url}</code></p>`)}</details></li>`
}

function pager({ say }: View, conferenceId: string, sheet: number, total: number): Html | '' {
  const last = Math.max(1, Math.ceil(total / perSheet))
  if (last === 1) return ''
  const to = (page: number) => `/conferences/${conferenceId}/invitation-links?sheet=${page}`
  const before = sheet > 1 ? html`<a href="${to(sheet - 1)}">${say('pages-broadcasts-previous')}</a>` : ''
  const after = sheet < last ? html`<a href="${to(sheet + 1)}">${say('pages-broadcasts-following')}</a>` : ''
  return html`<nav class="pager">${before}<span class="number">${sheet}/${last}</span>${after}</nav>`
}
