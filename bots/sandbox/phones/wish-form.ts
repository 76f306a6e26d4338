import type { FastifyRequest } from 'fastify'
import { type SentFile, type Wish, wishFields } from './person-hands.ts'

const fileLimitBytes = 5 << 20

/** What a form of the phones sent, with the file if there is one. */
export async function readWish(request: FastifyRequest): Promise<Wish> {
  if (!request.isMultipart()) return wishFields.parse(request.body ?? {})
  const fields: Record<string, string> = {}
  let file: SentFile | undefined
  for await (const part of request.parts({ limits: { fileSize: fileLimitBytes, files: 1, fields: 10 } })) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value)
    else {
      const bytes = await part.toBuffer()
      if (part.filename) file = { name: part.filename.normalize('NFC'), mediaType: part.mimetype, bytes }
    }
  }
  return { ...wishFields.parse(fields), ...(file ? { file } : {}) }
}
