import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { openFile } from '../../../domain/files/open-file.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import type { WebDeps } from '../../web-deps.ts'

/** A stored file of the office for its own staff; always downloaded, never shown as a page of ours. */
export function registerDownloadFile(server: FastifyInstance, deps: WebDeps): void {
  server.get('/files/:id', { config: { requires: may.read } }, async (request, reply) => {
    const { organisationId } = staffOf(request)
    const file = await openFile(deps, { fileId: idOf(request), organisationId })
    reply
      .type(file.mediaType)
      .header('content-length', file.size)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('cache-control', 'private, no-store')
    return reply.send(Readable.from(file.stream))
  })
}
