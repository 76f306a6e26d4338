import { parseArgs } from 'node:util'
import { fastify } from 'fastify'
import { movableClock } from '../../src/platform/clock.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { createSandbox } from './sandbox.ts'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, state: { type: 'string', default: ':memory:' } },
})

const log = createLogger({ level: 'warn' })
const sandbox = createSandbox({ stateFile: values.state, clock: movableClock({ running: true }), log })
const server = fastify({ forceCloseConnections: true, loggerInstance: log })
await server.register(sandbox.routes)
const address = await server.listen({ host: '127.0.0.1', port: Number(values.port) })
process.stdout.write(`Sandbox ready at ${address}\n`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())

async function stop(): Promise<void> {
  await server.close()
  sandbox.close()
}
