import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addConference, editConference } from '../../../domain/conferences/add-conference.ts'
import { readConference as loadConference } from '../../../domain/conferences/read-conferences.ts'
import { readPublication } from '../../../domain/publications/read-publications.ts'
import { may } from '../../../domain/staff/staff.ts'
import type { DomainError } from '../../../platform/errors.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { editScreen } from '../publications/edit-publication.ts'
import { readConference, type TypedConference } from './conference-fields.ts'

/** A conference is added to a publication, and corrected there as long as nobody is invited. */
export function registerChangeConferences(server: FastifyInstance, deps: WebDeps): void {
  const writers = { config: { requires: may.write } }

  server.post('/publications/:id/conferences', writers, async (request, reply) => {
    const publicationId = idOf(request)
    const typed = fields.parse(request.body)
    const work = addConference(deps, { ...who(request), publicationId, ...readConference(typed, deps.timeZone) })
    const result = await attempt(work)
    if ('value' in result) return goTo(reply, `/publications/${publicationId}/edit#conference`, 'conference-added')
    return refuse(request, reply, publicationId, result.refused, typed)
  })

  server.post('/conferences/:id/corrections', writers, async (request, reply) => {
    const conferenceId = idOf(request)
    const { conference } = await loadConference(deps, { conferenceId, organisationId: staffOf(request).organisationId })
    const typed = fields.parse(request.body)
    const result = await attempt(
      editConference(deps, { ...who(request), conferenceId, ...readConference(typed, deps.timeZone) }),
    )
    const { publicationId } = conference
    if ('value' in result) {
      return goTo(
        reply,
        publicationId ? `/publications/${publicationId}/edit#conference` : `/conferences/${conferenceId}`,
        'saved',
      )
    }
    if (!publicationId) throw result.refused
    return refuse(request, reply, publicationId, result.refused)
  })

  const who = (request: FastifyRequest) => {
    const by = staffOf(request)
    return { organisationId: by.organisationId, by }
  }

  async function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    publicationId: string,
    refused: DomainError,
    typed?: TypedConference,
  ) {
    const view = viewOf(deps, request, reply)
    const shown = await readPublication(deps, { publicationId, organisationId: staffOf(request).organisationId })
    const wrong = sentenceOf(view.say, refused)
    return sendScreen(view, reply, editScreen(view, shown, { wrong, ...(typed ? { fields: typed } : {}) }), 422)
  }
}

export const fields = z.record(z.string(), z.string())
