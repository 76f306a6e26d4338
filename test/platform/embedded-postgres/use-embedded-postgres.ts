import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/start-embedded-postgres.ts'
import { hasty } from './settings.ts'

// Started by tests as a process of its own: prints the address, uses the server until its input ends.
const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', settings: hasty })
process.stdout.write(`${server.url}\n`)
process.stdin.on('end', () => void server.stop())
process.stdin.resume()
