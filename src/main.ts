import { keepHeapSmall } from './app/small-heap.ts'
import { stopAsked } from './app/stop-asked.ts'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'

keepHeapSmall()
const read = readConfig()
if ('problems' in read) {
  process.stderr.write(
    `The configuration has problems; nothing was started.\n${read.problems.map((line) => `  ${line}\n`).join('')}`,
  )
  process.exit(2)
}

// Asked for before the start is through, a stop still waits for it, so that nothing is left half open.
const stopping = stopAsked()

try {
  const app = await createApp(read.config)
  process.stdout.write(app.banner)
  await stopping
  await app.stop()
  process.exit(0)
} catch (error) {
  process.stderr.write(`Giao Ban could not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
