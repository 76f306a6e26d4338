import { badRequest } from './refusal.ts'

export type UploadedFile = { readonly fileName: string; readonly bytes: Buffer }
export type MultipartBody = {
  readonly fields: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, UploadedFile>
}

/**
 * Reads multipart/form-data the way the real server does: header names in any case, values quoted (with `\` escapes) or bare up to
 * the next `;`, then percent-decoded. The usual parsers lose bare names with spaces or accents, which is how grammY writes them.
 */
export function parseMultipart(body: Buffer, contentType: string): MultipartBody {
  const boundary = headerParameter(contentType, 'boundary')
  if (!boundary) throw badRequest('boundary of multipart/form-data not found')
  const fields = new Map<string, string>()
  const files = new Map<string, UploadedFile>()
  for (const { headers, content } of partsOf(body, `--${boundary}`)) {
    const disposition = headers.get('content-disposition') ?? ''
    const name = headerParameter(disposition, 'name')
    if (name === undefined) throw badRequest('a part of multipart/form-data has no name')
    if (fields.has(name) || files.has(name)) throw badRequest(`part "${name}" is there twice`)
    const fileName = headerParameter(disposition, 'filename')
    if (fileName === undefined) fields.set(name, content.toString('utf8'))
    else files.set(name, { fileName, bytes: Buffer.from(content) })
  }
  return { fields, files }
}

function* partsOf(body: Buffer, delimiter: string) {
  let at = body.indexOf(delimiter)
  if (at < 0) throw badRequest('multipart/form-data has no part')
  while (true) {
    at += delimiter.length
    if (body.toString('latin1', at, at + 2) === '--') return
    const headersEnd = body.indexOf('\r\n\r\n', at)
    const next = body.indexOf(`\r\n${delimiter}`, at)
    if (headersEnd < 0 || next < 0 || headersEnd > next) throw badRequest('multipart/form-data is cut off')
    const headers = new Map<string, string>()
    for (const line of body.toString('utf8', at, headersEnd).split('\r\n')) {
      const colon = line.indexOf(':')
      if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
    }
    yield { headers, content: body.subarray(headersEnd + 4, next) }
    at = next + 2
  }
}

function headerParameter(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;]*))`, 'i').exec(header)
  if (!match) return undefined
  const value = match[1] === undefined ? (match[2] ?? '').trim() : match[1].replace(/\\(.)/g, '$1')
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
