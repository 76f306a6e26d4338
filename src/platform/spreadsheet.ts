import { Worker } from 'node:worker_threads'

/** What a cell holds: text stays text, whatever it begins with; a number can be added up. */
export type SheetCell = string | number | null

export type Sheet = {
  readonly name: string
  /** The first row: names of columns, with how wide each is in characters. */
  readonly columns: readonly { readonly name: string; readonly width: number }[]
  readonly rows: AsyncIterable<readonly (readonly SheetCell[])[]>
}

/**
 * An XLSX file, made in a thread of its own: the library builds the whole of it in memory in one go (120 MB for the 20,000 card
 * holders of the country, 330 MB for 100,000 rows), and nobody's tap may wait for that. One file at a time, and a thread that wants
 * much more ends with an error.
 */
export function writeSpreadsheet(sheet: Sheet): Promise<Uint8Array> {
  const mine = last.then(() => writeInThread(sheet))
  last = mine.catch(() => undefined)
  return mine
}

let last: Promise<unknown> = Promise.resolve()

async function writeInThread({ name, columns, rows }: Sheet): Promise<Uint8Array> {
  const thread = new Worker(new URL('./spreadsheet-thread.ts', import.meta.url), {
    workerData: { name, columns },
    resourceLimits: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 16 },
    execArgv: [],
  })
  try {
    const made = new Promise<Uint8Array>((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', () => reject(new Error('the spreadsheet thread ended without a file')))
    })
    // Fails below as well, where it is awaited.
    made.catch(() => undefined)
    for await (const some of rows) thread.postMessage(some)
    thread.postMessage('end')
    return await made
  } finally {
    await thread.terminate()
  }
}
