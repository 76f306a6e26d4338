import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { draftCorrection } from '../../../domain/publications/draft-correction.ts'
import { recallPublication } from '../../../domain/revisions/recall-publication.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { publicationScreen } from './read-publication.ts'

/** What can still be done with what has gone out: taking it back, or putting it right by another. */
export function registerRevisePublication(server: FastifyInstance, deps: WebDeps): void {
  server.post('/publications/:id/recalls', { config: { requires: may.decide } }, async (request, reply) => {
    const by = staffOf(request)
    const publicationId = idOf(request)
    const { reason, callOff } = recallBody.parse(request.body)
    const recall = { publicationId, organisationId: by.organisationId, reason, callOff: callOff === 'yes', by }
    const done = await attempt(recallPublication(deps, recall))
    if ('value' in done) return goTo(reply, `/publications/${publicationId}`, 'recalled')
    if (done.refused.kind === 'not-found') throw done.refused
    const view = viewOf(deps, request, reply)
    const typed = { wrong: sentenceOf(view.say, done.refused), fields: { reason } }
    const status = done.refused.kind === 'invalid' ? 422 : 409
    return sendScreen(view, reply, await publicationScreen(deps, view, by, publicationId, typed), status)
  })

  server.post('/publications/:id/corrections', { config: { requires: may.write } }, async (request, reply) => {
    const by = staffOf(request)
    const ids = { publicationId: idOf(request), organisationId: by.organisationId }
    const id = await draftCorrection(deps, { ...ids, by })
    return goTo(reply, `/publications/${id}/edit`, 'correction-drafted')
  })
}

const recallBody = z.object({ reason: z.string().max(2_000).default(''), callOff: z.string().optional() })
