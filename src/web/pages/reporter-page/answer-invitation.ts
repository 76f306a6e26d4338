import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answerOnPage } from '../../../domain/conferences/answer-on-page.ts'
import { readInvitation } from '../../../domain/reporters/page-content.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { idOf } from '../../route-ids.ts'
import { html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import { calendarFile } from './calendar-file.ts'
import { invitationCard } from './invitation-card.ts'
import { invitationWays } from './invitation-ways.ts'
import { doneNotice, sendPage } from './page-layout.ts'
import { doneSentence, goOn, pageViewOf } from './page-view.ts'

/** One invitation: read, answered, changed until the deadline, put into a calendar. */
export function registerAnswerInvitation(server: FastifyInstance, deps: WebDeps): void {
  server.get('/conferences/:id', async (request, reply) => {
    const view = pageViewOf(request)
    const invitation = await readInvitation(deps, view.reporter, idOf(request))
    const ways = await invitationWays(deps, view, invitation.conference.id)
    const body = html`${doneNotice(doneSentence(view, request))}${invitationCard(view, invitation)}${ways}`
    return sendPage(view, reply, { title: invitation.conference.title, body, place: 'news' })
  })

  server.post('/conferences/:id/answers', async (request, reply) => {
    const view = pageViewOf(request)
    const { answer, named } = given.parse(request.body)
    const conferenceId = idOf(request)
    const reporterId = view.reporter.id
    const answered = await attempt(answerOnPage(deps, { conferenceId, reporterId, answer, named }))
    if ('value' in answered) return goOn(view, reply, `/conferences/${conferenceId}`, { done: answer })
    if (answered.refused.kind === 'not-found') throw answered.refused
    const invitation = await readInvitation(deps, view.reporter, conferenceId)
    const body = invitationCard(view, invitation, { named, wrong: sentenceOf(view.say, answered.refused) })
    return sendPage(view, reply, { title: invitation.conference.title, body, place: 'news' }, 422)
  })

  server.get('/conferences/:id/calendar.ics', async (request, reply) => {
    const view = pageViewOf(request)
    const invitation = await readInvitation(deps, view.reporter, idOf(request))
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'attachment; filename="invitation.ics"')
      .send(calendarFile(invitation, view.now))
  })
}

const given = z.object({
  answer: z.enum(['accepted', 'declined', 'later', 'named']),
  named: z.string().max(1000).default(''),
})
