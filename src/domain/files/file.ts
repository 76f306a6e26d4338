/** A file of an organisation as it was stored; the bytes are shared by content. */
export type StoredFile = {
  readonly id: string
  readonly sha256: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
}

/** Why a file is not taken; the sentence is `files-refused-<refused>` with `name` and `limitMb`. */
export type FileRefusal = { readonly refused: FileRefusalCode }

export const fileRefusalCodes = ['too-large', 'empty', 'disguised', 'type-not-allowed', 'secret-stamped'] as const
export type FileRefusalCode = (typeof fileRefusalCodes)[number]

/** 50 MB, unless the office sets another limit. */
export const defaultLimitBytes = 50 * 1024 * 1024

const longestName = 120

/** A name that is safe to show, to save under and to send: no path, no control or direction characters, NFC, short. */
export function sanitiseName(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const safe = base
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const extension = extensionOf(safe)
  const tail = extension === '' ? '' : `.${extension}`
  const stem = safe.slice(0, safe.length - tail.length)
  const short = [...stem]
    .slice(0, longestName - tail.length)
    .join('')
    .trim()
  return `${short === '' ? 'file' : short}${tail}`
}

/** In small letters, without the dot; "" when there is none. */
export function extensionOf(name: string): string {
  return (/\.([\p{L}\d]{1,8})$/u.exec(name)?.[1] ?? '').toLowerCase()
}
