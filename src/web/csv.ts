import type { SheetCell } from '../platform/spreadsheet.ts'

/** So that Excel reads what follows as UTF-8. */
export const byteOrderMark = '\uFEFF'

/** Rows as CSV (RFC 4180: commas, quotes doubled, CR LF). */
export const csvRows = (rows: readonly (readonly SheetCell[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

function csvCell(cell: SheetCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  return /[",\r\n;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Text that a spreadsheet would take for a formula, be it opened or typed over, begins with an apostrophe instead. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
