import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile, { type Row } from 'write-excel-file/node'
import type { Sheet, SheetCell } from './spreadsheet.ts'

const { name, columns } = workerData as Pick<Sheet, 'name' | 'columns'>
const rows: Row[] = [columns.map((column) => ({ value: column.name, fontWeight: 'bold', wrap: true }))]

/** A message copies each text it brings: the same few words of a hundred thousand rows are kept once. */
const kept = new Map<string, string>()

parentPort?.on('message', (message: readonly (readonly SheetCell[])[] | 'end') => {
  if (message === 'end') void finish()
  // Plain values, and so never a formula or a date, whatever they look like.
  else for (const row of message) rows.push(row.map((cell) => (typeof cell === 'string' ? keep(cell) : cell)))
})

function keep(text: string): string {
  const known = kept.get(text)
  if (known === undefined) kept.set(text, text)
  return known ?? text
}

async function finish(): Promise<void> {
  const widths = columns.map(({ width }) => ({ width }))
  const file = await writeExcelFile(rows, { sheet: name, columns: widths, stickyRowsCount: 1 }).toBuffer()
  parentPort?.postMessage(new Uint8Array(file))
}
