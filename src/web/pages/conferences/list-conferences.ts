import type { FastifyInstance } from 'fastify'
import type { Conference } from '../../../domain/conferences/conference.ts'
import { listConferences } from '../../../domain/conferences/read-conferences.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { moment } from '../../moments.ts'
import { sendScreen } from '../../screen.ts'
import { chip } from '../../ui/chips.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, panel, screenHead } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'

/** What lies ahead, soonest first, then what is over. */
export function registerListConferences(server: FastifyInstance, deps: WebDeps): void {
  server.get('/conferences', { config: { requires: may.read } }, async (request, reply) => {
    const { organisationId } = staffOf(request)
    const view = viewOf(deps, request, reply)
    const all = await listConferences(deps, { organisationId })
    const ahead = all.filter(({ startsAt }) => startsAt >= view.now)
    const over = all.filter(({ startsAt }) => startsAt < view.now).toReversed()
    const title = view.say('pages-conferences-title')
    const body = html`${screenHead({ title, below: view.say('pages-conferences-lead') })}
${panel({ title: view.say('pages-conferences-ahead') }, conferenceTable(view, ahead))}
${over.length > 0 ? panel({ title: view.say('pages-conferences-over') }, conferenceTable(view, over)) : ''}`
    return sendScreen(view, reply, { title, body })
  })
}

function conferenceTable(view: View, conferences: readonly Conference[]): Html {
  const { say } = view
  if (conferences.length === 0) return emptyState(say('pages-conferences-empty'))
  const columns = ['starts-at', 'name', 'place', 'answer-by'].map((each) => say(`pages-conferences-${each}`))
  const rows = conferences.map((each) => [
    moment(view, each.startsAt),
    html`<span><a class="strong" href="/conferences/${each.id}">${each.title}</a><br><small class="soft">${each.kind}</small> ${each.cancelledAt ? chip(say('pages-conferences-cancelled'), 'bad') : ''}</span>`,
    each.place,
    moment(view, each.answerBy),
  ])
  return table(columns, rows)
}
