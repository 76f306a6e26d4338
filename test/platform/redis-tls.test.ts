import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createQueue } from '../../jobs/bullmq.ts'
import { awaitRedis } from '../../jobs/bullmq-redis-answers.ts'
import { newId } from '../../src/platform/ids.ts'
import { createLogger, silentLogger } from '../../src/platform/logger.ts'
import { testDatabase } from '../database.ts'
import { freePort } from '../flows/desk.ts'
import { startService } from '../flows/real-process.ts'
import { type OwnServer, programHere, startRedis } from './own-servers.ts'

const program = programHere('redis-server')
const password = 'mật-khẩu/của+redis'

describe.skipIf(!program)('Redis with a password and TLS', () => {
  let redis: OwnServer
  let urlWith: (password: string, scheme?: string) => string

  beforeAll(async () => {
    redis = await startRedis(program ?? '', (port, folder) => {
      makeCertificates(folder)
      const tls = ['--port', '0', '--tls-port', `${port}`, '--tls-auth-clients', 'no', '--requirepass', password]
      const file = (name: string) => join(folder, name)
      return [
        ...tls,
        '--tls-cert-file',
        file('own.crt'),
        '--tls-key-file',
        file('own.key'),
        '--tls-ca-cert-file',
        file('ca.crt'),
      ]
    })
    urlWith = (given, scheme = 'rediss') => `${scheme}://default:${encodeURIComponent(given)}@localhost:${redis.port}`
  })
  afterAll(() => redis?.stop())

  it('a worker runs on it once it trusts the authority of the certificate', async () => {
    await using database = await testDatabase()
    const port = String(await freePort())
    const worker = await startService({
      DATABASE_URL: database.url,
      REDIS_URL: urlWith(password),
      NODE_EXTRA_CA_CERTS: join(redis.folder, 'ca.crt'),
      APP_KEY: 'a-key-for-the-redis-test-and-nothing-else',
      PUBLIC_URL: 'http://127.0.0.1:1',
      PROCESS_MODE: 'worker',
      LOG_LEVEL: 'warn',
      PORT: port,
      METRICS_PORT: port,
    })
    const health = await fetch(`${worker.address}/healthz`)
    expect(await health.json()).toEqual({ database: 'ok', queue: 'ok' })
    expect(await worker.stop()).toBe(0)
    expect(worker.said()).not.toContain('queue connection lost')
  }, 60_000)

  it('a certificate that nobody vouched for is told at once, with what to do', async () => {
    await expect(awaitRedis(urlWith(password), silentLogger)).rejects.toThrow(/REDIS_URL: .*NODE_EXTRA_CA_CERTS/)
  })
})

describe.skipIf(!program)('Redis with a password', () => {
  let redis: OwnServer
  beforeAll(async () => {
    redis = await startRedis(program ?? '', (port) => ['--port', `${port}`, '--requirepass', password])
  })
  afterAll(() => redis?.stop())

  it.each([
    ['a wrong password', ':wrong@', 'redis', 'refuses the user or the password'],
    ['no password', '', 'redis', 'refuses the user or the password'],
    ['an unknown user', 'nobody:wrong@', 'redis', 'refuses the user or the password'],
  ])('%s is said in a sentence without the password, and nothing hangs', async (_label, who, scheme, words) => {
    const asked = awaitRedis(`${scheme}://${who}127.0.0.1:${redis.port}`, silentLogger)
    await expect(asked).rejects.toThrow(`REDIS_URL: 127.0.0.1:${redis.port} ${words}`)
  })

  it('TLS where there is none is told', async () => {
    const asked = awaitRedis(`rediss://:x@127.0.0.1:${redis.port}`, silentLogger, 500)
    await expect(asked).rejects.toThrow(/over TLS; is it the port for TLS/)
  })

  it('the right one is let in', async () => {
    await awaitRedis(`redis://:${encodeURIComponent(password)}@127.0.0.1:${redis.port}`, silentLogger)
  })
})

it('a Redis that is away is waited for with one line in the log, and then said to be away', async () => {
  const lines: string[] = []
  const log = createLogger({ level: 'warn', destination: { write: (line) => void lines.push(line) } })
  const url = `redis://:kept-out@127.0.0.1:${await freePort()}`
  await expect(awaitRedis(url, log, 1_500)).rejects.toThrow(/REDIS_URL: no Redis answers at .* \(ECONNREFUSED\)/)
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('kept-out')
})

it('a Redis that takes connections and then says nothing makes nobody wait who adds or asks', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const redisUrl = `redis://127.0.0.1:${port}`
  const { queue } = await createQueue({ databaseUrl: '', redisUrl, log: silentLogger, patienceMs: 100 })
  const job = { id: 'u-1-0', payload: { inboxId: newId(new Date()), attempt: 0 }, priority: 1 }
  await expect(queue.toDesk('handle-update', [job])).rejects.toThrow('not answered for 100 ms')
  await expect(queue.depth('desk')).rejects.toThrow('not answered for 100 ms')
  await queue.close()
  silent.close()
})

/** An authority and a certificate for this machine by it, for a day. */
function makeCertificates(folder: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '1']
  openssl('req', '-x509', ...key, '-subj', '/CN=Giao Ban thử', '-utf8', '-keyout', 'ca.key', '-out', 'ca.crt')
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-addext', 'subjectAltName=DNS:localhost']
  const plain = ['-addext', 'basicConstraints=critical,CA:FALSE']
  openssl(
    'req',
    '-x509',
    ...key,
    '-subj',
    '/CN=localhost',
    ...signed,
    ...plain,
    '-keyout',
    'own.key',
    '-out',
    'own.crt',
  )
}
