import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../platform/errors.ts'
import { fieldText } from './form-body.ts'
import { fileTooLarge } from './web.errors.ts'

/** A form with at most one file: its fields as typed, and the file as a stream that must be read to its end or destroyed. */
export type Upload = {
  readonly fields: Readonly<Record<string, string>>
  /** All values of a name that may come several times: check boxes. */
  every(name: string): readonly string[]
  readonly file: UploadedFile | undefined
}
export type UploadedFile = { readonly name: string; readonly mediaType: string; readonly bytes: Readable }

/**
 * Reads the fields, checks the form's token before the first byte of the file, and hands the file over unread.
 * Our forms put the token and all other fields before the file; fields after it are not seen.
 */
export async function readUpload(
  server: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Upload> {
  const fields: Record<string, string> = {}
  const values: (readonly [name: string, value: string])[] = []
  let file: UploadedFile | undefined
  if (request.isMultipart()) {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        const value = typeof part.value === 'string' ? fieldText(part.value) : ''
        fields[part.fieldname] = value
        values.push([part.fieldname, value])
      } else {
        // A form without a chosen file still sends an empty part without a name.
        if (part.filename) {
          file = { name: part.filename.normalize('NFC'), mediaType: part.mimetype, bytes: part.file }
          break
        }
        part.file.resume()
      }
    }
  } else {
    for (const [name, value] of Object.entries(request.body ?? {}))
      for (const each of [value].flat()) {
        fields[name] = String(each)
        values.push([name, String(each)])
      }
  }
  try {
    await checkToken(server, request, reply, fields)
  } catch (error) {
    file?.bytes.destroy()
    throw error
  }
  return { fields, file, every: (name) => values.flatMap(([each, value]) => (each === name ? value : [])) }
}

/** The whole file in memory, for small things like letters. Refuses what is longer than `limitBytes`. */
export async function readWhole(file: UploadedFile, limitBytes: number): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of file.bytes) {
    length += piece.length
    if (length > limitBytes) {
      file.bytes.destroy()
      throw fileTooLarge({ megabytes: Math.floor(limitBytes / 1_048_576) })
    }
    pieces.push(piece)
  }
  if ('truncated' in file.bytes && file.bytes.truncated)
    throw fileTooLarge({ megabytes: Math.floor(limitBytes / 1_048_576) })
  return Buffer.concat(pieces)
}

function checkToken(
  server: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
): Promise<void> {
  request.body = body
  return new Promise((resolve, reject) => {
    // The plugin answers a bad token by itself through the reply; we want it as an error of this handler.
    const watched = Object.create(reply, {
      send: {
        value: (error: unknown) =>
          reject(error instanceof Error ? error : new DomainError('web-form-expired', 'forbidden')),
      },
    })
    server.csrfProtection(request, watched, (error?: Error) => (error ? reject(error) : resolve()))
  })
}
