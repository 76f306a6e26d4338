import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { openReadableFile } from '../../../domain/reporters/open-readable-file.ts'
import { idOf } from '../../route-ids.ts'
import type { WebDeps } from '../../web-deps.ts'
import { pageViewOf } from './page-view.ts'

/** A file of something that was sent to this reporter, under its own name; never shown as a page of ours. */
export function registerDownloadFile(server: FastifyInstance, deps: WebDeps): void {
  server.get('/files/:id', async (request, reply) => {
    const { reporter } = pageViewOf(request)
    const file = await openReadableFile(deps, { reporter, fileId: idOf(request) })
    return reply
      .type(file.mediaType)
      .header('content-length', file.size)
      .header('content-disposition', attachmentHeader(file.name))
      .send(Readable.from(file.stream))
  })
}

/** The name in full by RFC 5987, and in plain letters for programs that do not read that. */
function attachmentHeader(name: string): string {
  const unaccented = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\u0111/g, 'd')
    .replace(/\u0110/g, 'D')
  const plain = unaccented.replace(/[^\w .()-]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
