import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { storeFile } from '../../../domain/files/store-file.ts'
import { addAttachment, fillAttachment, removeAttachment } from '../../../domain/publications/change-attachments.ts'
import { readPublication } from '../../../domain/publications/read-publications.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { fileRefusal } from '../../file-refusal.ts'
import { staffOf } from '../../guard.ts'
import { idOf, idsOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { uploadLimitOf } from '../../upload-limit.ts'
import { readUpload, type UploadedFile } from '../../uploads.ts'
import { viewOf } from '../../view.ts'
import { fileMissing } from '../../web.errors.ts'
import type { WebDeps } from '../../web-deps.ts'
import { editScreen } from './edit-publication.ts'

/** Documents of a publication: added with or without a file, given a file, taken away. */
export function registerChangeAttachments(server: FastifyInstance, deps: WebDeps): void {
  const uploads = { config: { requires: may.write, upload: true } }

  server.post('/publications/:id/attachments', uploads, async (request, reply) => {
    const { fields, file } = await readUpload(server, request, reply)
    const { themeId, title = '', supplier, documentNumber } = fields
    const stored = file && (await store(request, file))
    if (stored && 'refused' in stored) return refuse(request, reply, stored.refused)
    const document = {
      themeId: themeId || null,
      title,
      supplier: supplier || null,
      documentNumber: documentNumber || null,
    }
    return settle(
      request,
      reply,
      'document-added',
      addAttachment(deps, { ...change(request), ...document, fileId: stored?.id ?? null }),
    )
  })

  server.post('/publications/:id/attachments/:attachmentId/files', uploads, async (request, reply) => {
    const { file } = await readUpload(server, request, reply)
    const { attachmentId } = idsOf(request, 'attachmentId')
    if (!file) return refuse(request, reply, (view) => sentenceOf(view.say, fileMissing()))
    const stored = await store(request, file)
    if ('refused' in stored) return refuse(request, reply, stored.refused)
    return settle(
      request,
      reply,
      'document-filled',
      fillAttachment(deps, { ...change(request), attachmentId, fileId: stored.id }),
    )
  })

  server.post(
    '/publications/:id/attachments/:attachmentId/removals',
    { config: { requires: may.write } },
    (request, reply) => {
      const { attachmentId } = idsOf(request, 'attachmentId')
      return settle(request, reply, 'document-removed', removeAttachment(deps, { ...change(request), attachmentId }))
    },
  )

  const change = (request: FastifyRequest) => {
    const by = staffOf(request)
    return { publicationId: idOf(request), organisationId: by.organisationId, by }
  }

  async function store(request: FastifyRequest, { name, bytes }: UploadedFile) {
    const { organisationId, by } = change(request)
    const limitBytes = await uploadLimitOf(deps, organisationId)
    const stored = await storeFile(deps, { organisationId, name, bytes, by, limitBytes })
    if (!('refused' in stored)) return stored
    return { refused: (view: ReturnType<typeof viewOf>) => fileRefusal(view, limitBytes, name, stored) }
  }

  async function settle(request: FastifyRequest, reply: FastifyReply, done: string, work: Promise<unknown>) {
    const result = await attempt(work)
    if ('value' in result) return goTo(reply, `/publications/${idOf(request)}/edit#documents`, done)
    const { refused } = result
    return refuse(request, reply, (view) => sentenceOf(view.say, refused))
  }

  async function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    wrong: (view: ReturnType<typeof viewOf>) => string,
  ) {
    const view = viewOf(deps, request, reply)
    const { publicationId, organisationId } = change(request)
    const shown = await readPublication(deps, { publicationId, organisationId })
    return sendScreen(view, reply, editScreen(view, shown, { wrong: wrong(view) }), 422)
  }
}
