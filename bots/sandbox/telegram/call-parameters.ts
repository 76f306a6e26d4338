import type { FastifyRequest } from 'fastify'
import { parseMultipart, type UploadedFile } from './multipart.ts'
import { badRequest, TelegramRefusal } from './refusal.ts'

/** The parameters of one call as text, wherever they stood, and the files that came with them. */
export type CallParameters = {
  readonly values: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, UploadedFile>
}

/** Read in the server, 2026-05; a file by multipart: https://core.telegram.org/bots/api#sending-files, read 2026-11. */
const parametersLimitBytes = 1 << 20
const filesLimit = 50
const fileLimitBytes = 50 << 20

/** From the query string and a JSON, urlencoded or multipart body. */
export function readParameters(request: FastifyRequest): CallParameters {
  const values = new Map<string, string>(Object.entries(request.query as Record<string, string>))
  const files = new Map<string, UploadedFile>()
  const type = request.headers['content-type'] ?? ''
  if (request.body instanceof Buffer && request.body.length > 0) {
    for (const [name, value] of bodyOf(request.body, type, files)) values.set(name, value)
  }
  const size = [...values].reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0)
  const tooBig = [...files.values()].some(({ bytes }) => bytes.length > fileLimitBytes)
  if (size > parametersLimitBytes || files.size > filesLimit || tooBig)
    throw new TelegramRefusal(413, 'Request Entity Too Large')
  return { values, files }
}

function bodyOf(body: Buffer, type: string, files: Map<string, UploadedFile>): Iterable<[string, string]> {
  if (type.startsWith('application/json')) return fromJson(body)
  if (type.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(body.toString('utf8'))
  if (!type.startsWith('multipart/form-data')) throw badRequest(`content type ${type} is not supported`)
  const parsed = parseMultipart(body, type)
  for (const [name, file] of parsed.files) files.set(name, file)
  return parsed.fields
}

/** Top level: strings as they are, other values as their JSON text. */
function fromJson(body: Buffer): [string, string][] {
  let parsed: unknown
  try {
    parsed = JSON.parse(body.toString('utf8'))
  } catch {
    throw badRequest("can't parse request body: it is no JSON")
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw badRequest("can't parse request body: JSON object expected")
  return Object.entries(parsed).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
