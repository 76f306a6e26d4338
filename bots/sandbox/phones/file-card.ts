import type { PhoneView } from './phone-view.ts'

/** The end of the name, as the icon shows it: "PDF". */
export function extensionOf(name: string): string {
  const end = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]
  return end ? end.toUpperCase() : ''
}

/** The colour family of the icon. */
export function familyOf(name: string): string {
  const end = extensionOf(name)
  if (end === 'PDF') return 'pdf'
  if (['DOC', 'DOCX', 'ODT', 'RTF'].includes(end)) return 'text'
  if (['XLS', 'XLSX', 'CSV', 'ODS'].includes(end)) return 'sheet'
  return ['PNG', 'JPG', 'JPEG', 'GIF', 'WEBP'].includes(end) ? 'picture' : 'other'
}

export function sizeInWords({ locale }: Pick<PhoneView, 'locale'>, bytes: number): string {
  const [amount, unit] =
    bytes < 1024 ? [bytes, 'B'] : bytes < 1_048_576 ? [bytes / 1024, 'KB'] : [bytes / 1_048_576, 'MB']
  const text = amount >= 100 || unit === 'B' ? String(Math.round(amount)) : amount.toFixed(1)
  return `${locale === 'vi' ? text.replace('.', ',') : text} ${unit}`
}

/** Where this page hands out a file of a chat. */
export const fileAddress = (personId: string, messageId: string | number): string =>
  `phones/file?${new URLSearchParams({ person: personId, message: String(messageId) })}`
