import type { Command } from 'commander'
import { request } from 'undici'
import { readConfig } from '../config.ts'

/** `status`: what /healthz of the running service knows. Exit 0 only when all of it is well. */
export function registerStatusCommand(program: Command): void {
  program
    .command('status')
    .description('print what the running service says about its database, queue and channel accounts')
    .option('--json', 'the answer of /healthz as it is')
    .action(async ({ json }: { json?: boolean }) => {
      const read = readConfig()
      if ('problems' in read) {
        console.error(read.problems.join('\n'))
        process.exitCode = 2
        return
      }
      const { host, port } = read.config
      const address = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/healthz`
      const answer = await health(address)
      if (!answer) {
        console.error(`Nothing answers at ${address}. Is the service running, and on this HOST and PORT?`)
        process.exitCode = 1
        return
      }
      console.log(json ? JSON.stringify(answer.body) : lines(answer.body).join('\n'))
      process.exitCode = answer.ok ? 0 : 1
    })
}

async function health(address: string): Promise<{ readonly ok: boolean; readonly body: unknown } | undefined> {
  try {
    const { statusCode, body } = await request(address, { headersTimeout: 5_000, bodyTimeout: 5_000 })
    return { ok: statusCode === 200, body: await body.json() }
  } catch {
    return undefined
  }
}

/** One line per fact, nested names joined by a dot. */
function lines(value: unknown, name = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${name.padEnd(28)} ${String(value)}`]
  return Object.entries(value).flatMap(([key, inner]) => lines(inner, name ? `${name}.${key}` : key))
}
