import { parentPort, workerData } from 'node:worker_threads'
import writeExcelFile, { type Row } from 'write-excel-file/node'
import type { Sheet, SheetCell } from './spreadsheet.ts'

const { name, columns } = workerData as Pick<Sheet, 'name' | 'columns'>
const rows: Row[] = [columns.map((column) => ({ value: column.name, fontWeight: 'bold', wrap: true }))]

parentPort?.on('message', (message: readonly (readonly SheetCell[])[] | 'end') => {
  if (message === 'end') void finish()
  // A plain value, and so never a formula or a date, whatever it looks like.
  else for (const row of message) rows.push([...row])
})

async function finish(): Promise<void> {
  const widths = columns.map(({ width }) => ({ width }))
  const file = await writeExcelFile(rows, { sheet: name, columns: widths, stickyRowsCount: 1 }).toBuffer()
  parentPort?.postMessage(new Uint8Array(file))
}
