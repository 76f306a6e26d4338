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

/** One parameter of a header such as `form-data; name="a"; filename=b c.pdf`; what stands in quotes is no parameter. */
function headerParameter(header: string, wanted: string): string | undefined {
  const pattern = /;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/gy
  pattern.lastIndex = header.search(/;|$/)
  for (const [, name = '', quoted, bare = ''] of header.matchAll(pattern))
    if (name.toLowerCase() === wanted)
      return percentDecode(quoted === undefined ? bare.trim() : quoted.replace(/\\(.)/g, '$1'))
  return undefined
}

/** Byte by byte; a percent sign that begins no code stays one. */
function percentDecode(text: string): string {
  if (!text.includes('%')) return text
  const bytes = Buffer.from(text)
  const decoded: number[] = []
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at] === 0x25 ? bytes.toString('latin1', at + 1, at + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(code)) {
      decoded.push(Number.parseInt(code, 16))
      at += 2
    } else decoded.push(bytes[at] ?? 0)
  }
  return Buffer.from(decoded).toString('utf8')
}
