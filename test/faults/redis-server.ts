import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { freePort } from '../flows/desk.ts'
import { until } from '../flows/until.ts'

/** The harness's own Redis, with a password, or the one of REDIS_URL, which it may only empty. */
export type RedisServer = {
  readonly url: string
  readonly own: boolean
  empty(): Promise<void>
  /** `keep` writes its data down before it goes, as an administrator's restart does. */
  stop(how: 'keep' | 'lose'): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export const hasRedisServer = (): boolean => {
  try {
    execFileSync('redis-server', ['--version'])
    return true
  } catch {
    return false
  }
}

export async function startRedis(folder: string): Promise<RedisServer> {
  const given = process.env.REDIS_URL
  if (given) {
    return {
      url: given,
      own: false,
      empty: () => emptied(given),
      stop: async () => {},
      start: async () => {},
      close: async () => {},
    }
  }
  const port = await freePort()
  const password = 'a-password-of-the-fault-trials'
  const url = `redis://:${password}@127.0.0.1:${port}`
  let child = await launch()
  return {
    url,
    own: true,
    empty: () => emptied(url),
    async stop(how) {
      const ended = once(child, 'exit')
      if (how === 'lose') child.kill('SIGKILL')
      // Answers by going away, which is no error here.
      else await asked(url, (client) => client.call('SHUTDOWN', 'SAVE')).catch(() => undefined)
      await ended
    },
    async start() {
      child = await launch()
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }

  async function launch(): Promise<ChildProcess> {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--requirepass', password, '--dir', folder]
    const started = spawn(
      'redis-server',
      [...options, '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
      {
        stdio: 'ignore',
      },
    )
    await until(
      () =>
        asked(url, (client) => client.ping())
          .then((answer) => answer === 'PONG')
          .catch(() => false),
      'redis-server to answer',
    )
    return started
  }
}

// One that was given may hold other things in its other databases.
const emptied = async (url: string) => void (await asked(url, (client) => client.flushdb()))

async function asked<T>(url: string, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  client.on('error', () => {})
  try {
    await client.connect()
    return await question(client)
  } finally {
    client.disconnect()
  }
}
