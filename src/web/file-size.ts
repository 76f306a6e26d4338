import type { Locale } from '../texts.ts'

/** A size in the unit a person would use; never less than it is, so that the desk and a phone say the same. */
export function fileSize(locale: Locale, bytes: number): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const kilobytes = Math.ceil(bytes / 1024)
  return kilobytes < 1024 ? `${format.format(kilobytes)} KB` : `${format.format(bytes / 1_048_576)} MB`
}
