import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { storeFile } from '../../../domain/files/store-file.ts'
import { approvePublication, returnPublication } from '../../../domain/publications/decide-publication.ts'
import { discardDraft } from '../../../domain/publications/discard-draft.ts'
import { numberPublication, releasePublication } from '../../../domain/publications/release-publication.ts'
import { submitPublication } from '../../../domain/publications/submit-publication.ts'
import { may, type StaffMember } from '../../../domain/staff/staff.ts'
import type { DomainError } from '../../../platform/errors.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { fileRefusal } from '../../file-refusal.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { uploadLimitOf } from '../../upload-limit.ts'
import { readUpload, type UploadedFile } from '../../uploads.ts'
import { viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { publicationScreen } from './read-publication.ts'

/** The steps of a publication, each a resource of its own: submissions, approvals, returns, numbers, releases, removals. */
export function registerDecidePublication(server: FastifyInstance, deps: WebDeps): void {
  const step = stepper(deps)

  server.post('/publications/:id/submissions', { config: { requires: may.write } }, (request, reply) =>
    step(request, reply, 'submitted', (who) => submitPublication(deps, who)),
  )
  server.post('/publications/:id/approvals', { config: { requires: may.decide } }, (request, reply) => {
    const { contentHash } = z.object({ contentHash: z.string().max(64) }).parse(request.body)
    return step(request, reply, 'approved', (who) => approvePublication(deps, { ...who, contentHash }))
  })
  server.post('/publications/:id/returns', { config: { requires: may.decide } }, (request, reply) => {
    const { note } = z.object({ note: z.string().max(5000).default('') }).parse(request.body)
    return step(request, reply, 'returned', (who) => returnPublication(deps, { ...who, note }), { note })
  })
  server.post('/publications/:id/removals', { config: { requires: may.write } }, async (request, reply) => {
    const by = staffOf(request)
    await discardDraft(deps, { publicationId: idOf(request), organisationId: by.organisationId, by })
    return goTo(reply, '/publications', 'draft-discarded')
  })
  server.post('/publications/:id/releases', { config: { requires: may.release } }, (request, reply) =>
    step(request, reply, 'released', (who) => releasePublication(deps, who)),
  )
  server.post(
    '/publications/:id/numbers',
    { config: { requires: may.release, upload: true } },
    async (request, reply) => {
      const { fields, file } = await readUpload(server, request, reply)
      const { documentNumber = '', issuedOn = '' } = fields
      const limitBytes = await uploadLimitOf(deps, staffOf(request).organisationId)
      const signed = file ? await storeSigned(deps, staffOf(request), file, limitBytes) : undefined
      if (signed && 'refused' in signed) {
        const view = viewOf(deps, request, reply)
        const wrong = fileRefusal(view, limitBytes, file?.name ?? '', signed)
        return sendScreen(
          view,
          reply,
          await publicationScreen(deps, view, staffOf(request), idOf(request), { wrong, fields }),
          422,
        )
      }
      const signedFile = signed ? { signedFileId: signed.id } : {}
      return step(
        request,
        reply,
        'numbered',
        (who) => numberPublication(deps, { ...who, documentNumber, issuedOn, ...signedFile }),
        fields,
      )
    },
  )
}

const storeSigned = (deps: WebDeps, by: StaffMember, { name, bytes }: UploadedFile, limitBytes: number) =>
  storeFile(deps, { organisationId: by.organisationId, name, bytes, by, limitBytes })

type Step = { readonly publicationId: string; readonly organisationId: string; readonly by: StaffMember }

/** Does one step and shows the publication again: with what was done, or with what was typed and why it was refused. */
function stepper(deps: WebDeps) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    done: string,
    work: (step: Step) => Promise<unknown>,
    fields: Readonly<Record<string, string>> = {},
  ) => {
    const by = staffOf(request)
    const publicationId = idOf(request)
    const result = await attempt(work({ publicationId, organisationId: by.organisationId, by }))
    if ('value' in result) return goTo(reply, `/publications/${publicationId}`, done)
    if (result.refused.kind === 'not-found') throw result.refused
    const view = viewOf(deps, request, reply)
    const typed = { wrong: sentenceOf(view.say, result.refused), fields }
    return sendScreen(
      view,
      reply,
      await publicationScreen(deps, view, by, publicationId, typed),
      statusFor(result.refused),
    )
  }
}

const statusFor = ({ kind }: DomainError) => (kind === 'invalid' ? 422 : kind === 'forbidden' ? 403 : 409)
