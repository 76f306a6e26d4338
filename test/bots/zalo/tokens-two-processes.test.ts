import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createZaloClient } from '../../../bots/zalo/client.ts'
import { type ZaloSecrets, zaloSecrets } from '../../../bots/zalo/config.ts'
import { zaloConsent } from '../../../bots/zalo/consent.ts'
import { createTokenServer } from '../../../bots/zalo/token-server.ts'
import { createZaloTokens, healthOf, tokenTurn } from '../../../bots/zalo/tokens.ts'
import { channelPorts } from '../../../src/app/channel-ports.ts'
import { followCare } from '../../../src/domain/accounts/follow-care.ts'
import { keepAccount } from '../../../src/domain/accounts/keep-account.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { newId } from '../../../src/platform/ids.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { until } from '../../flows/until.ts'
import { type Fate, strictTokenServer } from './strict-token-server.ts'

const appKey = 'a key for tests only, long enough to be one'
let database: TestDatabase
let organisationId: string
beforeAll(async () => {
  database = await testDatabase()
  organisationId = newId(new Date())
  await database.db.organisation.create({
    data: { id: organisationId, name: 'Sở Mẫu', shortName: 'SM', createdAt: new Date() },
  })
})
afterAll(() => database[Symbol.asyncDispose]())

/** An account whose tokens real processes take care of, by real leases and rows, against a token server that forgives nothing. */
async function tokenDesk(name: string, fateOf: (place: number) => Fate) {
  const server = await strictTokenServer(`seed of ${name}`, fateOf)
  const deps = { db: database.db, clock: systemClock, keyring: createKeyring(appKey), log: silentLogger }
  const secrets = { appId: '31', appSecret: 'invented-1', oaSecret: 'invented-2', seedRefreshToken: `seed of ${name}` }
  const seed = { channel: 'zalo', name, externalId: name, secrets, settings: {}, on: true }
  const accountId = await keepAccount(deps, organisationId, seed)
  const ports = channelPorts(deps, accountId)
  const children: ChildProcess[] = []
  const own = createTokenServer(createZaloClient(), `${server.url}/here`)
  const tokens = createZaloTokens(ports, own)
  return {
    server,
    account: () => database.db.channelAccount.findUniqueOrThrow({ where: { id: accountId } }),
    stored: async (): Promise<ZaloSecrets> => zaloSecrets.parse(await ports.secrets.read()),
    /** This process takes its part as well. */
    async care() {
      const access = await tokens.care()
      await followCare(deps, accountId, healthOf(access))
      return access
    },
    start(who: string): ChildProcess {
      const given = [database.url, `${server.url}/${who}`, accountId, appKey]
      const file = fileURLToPath(new URL('./token-process.ts', import.meta.url))
      const options = ['--disable-warning=ExperimentalWarning', file, ...given]
      const child = spawn(process.execPath, options, { stdio: ['ignore', 'ignore', 'inherit'] })
      children.push(child)
      return child
    },
    consent: () =>
      zaloConsent({
        ports,
        appId: '31',
        settings: {},
        roots: { api: `${server.url}/here`, oauth: `${server.url}/here` },
        client: createZaloClient(),
        server: own,
        owner: { known: () => undefined, learn() {} },
      }).finish({ code: server.newCode(), verifier: 'v'.repeat(43), owner: '42' }),
    loseTurn: () =>
      database.db.lease.updateMany({
        where: { name: `${accountId} ${tokenTurn(ports)}` },
        data: { expiresAt: new Date(0) },
      }),
    async [Symbol.asyncDispose]() {
      const ended = children.map((child) => once(child, 'exit'))
      for (const child of children) child.kill('SIGKILL')
      await Promise.all(ended)
      server.close()
    },
  }
}

test('two processes that refresh one token 200 times under delays and lost answers break no rule', {
  timeout: 60_000,
}, async () => {
  const lostFor = new Set([60, 130])
  const fates: Readonly<Record<number, Fate>> = { 5: 'before', 15: 'empty' }
  const fateOf = (place: number): Fate => (lostFor.has(place) ? 'after' : (fates[place % 20] ?? 'answer'))
  await using desk = await tokenDesk('two hundred', fateOf)
  const { server } = desk
  desk.start('one')
  desk.start('two')
  const said = () => `${server.granted()} granted, ${server.wrongs.join()}`
  for (const lost of [...lostFor].keys()) {
    await until(() => server.refusals() > lost, said, 30_000)
    // The answer with the new pair went down with its connection, and the same token once more was refused.
    await until(async () => (await desk.account()).state === 'alarm', said, 10_000)
    expect(server.wrongs).toEqual([])
    expect((await desk.account()).stateReason).toBe('refresh-answer-lost: consent-needed')
    expect((await desk.stored()).spent).toBeDefined()
    expect(await desk.consent()).toEqual({ kind: 'granted' })
    await until(async () => (await desk.account()).state === 'on', said, 10_000)
  }
  await until(() => server.granted() >= 200, said, 30_000)
  expect(server.wrongs).toEqual([])
  expect(Math.max(...server.asked.values())).toBe(2)
  expect(server.grantsOf('one')).toBeGreaterThan(20)
  expect(server.grantsOf('two')).toBeGreaterThan(20)
  const { tokens } = await desk.stored()
  expect([tokens?.accessToken, tokens?.refreshToken]).not.toContain('')
})

test('a process that stalls in the middle of a rotation still brings its pair home, and the alarm it caused ends', {
  timeout: 40_000,
}, async () => {
  await using desk = await tokenDesk('stalled', () => 'answer')
  const child = desk.start('sleeper')
  const asked = new Promise<void>((resolve) => {
    desk.server.onRequest.run = () => {
      desk.server.onRequest.run = () => {}
      child.kill('SIGSTOP')
      resolve()
    }
  })
  await asked
  await until(
    () => desk.server.granted() === 1,
    () => 'no grant',
    15_000,
  )
  await desk.loseTurn()
  expect(await desk.care()).toMatchObject({ kind: 'consent-needed', code: '-14014' })
  expect((await desk.account()).state).toBe('alarm')
  child.kill('SIGCONT')
  await until(
    async () => (await desk.account()).state === 'on',
    () => 'still in alarm',
    15_000,
  )
  expect((await desk.stored()).spent).toBeUndefined()
  expect(await desk.care()).toMatchObject({ kind: 'ready' })
})
