import { fileTypeFromBuffer } from 'file-type'
import type { FileRefusal } from './file.ts'

type Kind = { readonly mediaType: string; readonly magic: readonly string[] }

const office = 'application/vnd.openxmlformats-officedocument'
/** What the press desk sends, by extension, with the types its first bytes may show. */
const kinds: Readonly<Record<string, Kind>> = {
  pdf: { mediaType: 'application/pdf', magic: ['pdf'] },
  docx: { mediaType: `${office}.wordprocessingml.document`, magic: ['docx'] },
  xlsx: { mediaType: `${office}.spreadsheetml.sheet`, magic: ['xlsx'] },
  pptx: { mediaType: `${office}.presentationml.presentation`, magic: ['pptx'] },
  doc: { mediaType: 'application/msword', magic: ['cfb'] },
  xls: { mediaType: 'application/vnd.ms-excel', magic: ['cfb'] },
  ppt: { mediaType: 'application/vnd.ms-powerpoint', magic: ['cfb'] },
  jpg: { mediaType: 'image/jpeg', magic: ['jpg'] },
  jpeg: { mediaType: 'image/jpeg', magic: ['jpg'] },
  png: { mediaType: 'image/png', magic: ['png'] },
  webp: { mediaType: 'image/webp', magic: ['webp'] },
  zip: { mediaType: 'application/zip', magic: ['zip'] },
  txt: { mediaType: 'text/plain', magic: [] },
}

/** Extensions a file may have, for the upload form. */
export const allowedExtensions: readonly string[] = Object.keys(kinds)

/** The media type when the first bytes are what the extension promises. */
export async function kindOf(
  extension: string,
  head: Uint8Array,
): Promise<{ readonly mediaType: string } | FileRefusal> {
  const kind = kinds[extension]
  if (!kind) return { refused: 'type-not-allowed' }
  const detected = await fileTypeFromBuffer(head).catch(() => undefined)
  const honest = detected ? kind.magic.includes(detected.ext) : extension === 'txt' && isText(head)
  return honest ? { mediaType: kind.mediaType } : { refused: 'disguised' }
}

/** Old Vietnamese encodings are text too, so only what never stands in a text speaks against it. */
function isText(head: Uint8Array): boolean {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  return utf16 || !head.includes(0)
}
