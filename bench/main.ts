import { readCommandLine } from './command-line.ts'
import { createEndings } from './endings.ts'
import { benches } from './registry.ts'
import { reportOf, tableOf } from './report.ts'

const { names, recipients, backend, minutes, json } = readCommandLine(process.argv.slice(2), benches)
const say = (line: string) => void process.stderr.write(`${line}\n`)
const endings = createEndings(say)

// A run that is broken off leaves no server behind; a second Ctrl-C does not wait.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void endings.close().finally(() => process.exit(130)))
process.once('uncaughtException', (error) => {
  say(`broken off: ${error.stack ?? error.message}`)
  void endings.close().finally(() => process.exit(1))
})

let failed = false
for (const name of names) {
  try {
    const bench = await benches[name]?.()
    if (!bench) continue
    say(`${name}: ${bench.about}`)
    const result = await bench.run({ recipients, backend, minutes, say, onEnd: endings.add })
    const report = reportOf(name, result)
    process.stdout.write(`${json ? JSON.stringify(report) : tableOf(report)}\n`)
    failed ||= !report.pass
  } catch (error) {
    say(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    failed = true
  } finally {
    await endings.close()
  }
}
process.exit(failed ? 1 : 0)
