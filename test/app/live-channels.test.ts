import { expect, test } from 'vitest'
import { liveChannels, watchAccounts } from '../../src/app/live-channels.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { testDatabase } from '../database.ts'
import { pressDesk } from '../press-desk.ts'

test('an account that could be opened only half way is opened again, and meanwhile counts as closed', async () => {
  await using database = await testDatabase()
  const { db, telegram, zalo } = await pressDesk(database)
  const told: string[] = []
  let isAway = true
  const channels = liveChannels({
    db,
    log: silentLogger,
    open: ({ id }) => (id === telegram.accountId ? telegram : zalo),
    async opened({ name }) {
      if (isAway && name === 'telegram') throw new Error('the queue is away')
      told.push(`opened ${name}`)
    },
    async paced() {},
    async closed({ name }) {
      told.push(`closed ${name}`)
    },
  })
  await channels.refresh()
  expect(channels.byAccount(telegram.accountId)).toBeUndefined()
  expect(channels.byAccount(zalo.accountId)).toBe(zalo)
  isAway = false
  await channels.refresh()
  expect(channels.byAccount(telegram.accountId)).toBe(telegram)
  expect(told).toEqual(expect.arrayContaining(['closed telegram', 'opened zalo', 'opened telegram']))
  expect(told.filter((each) => each.endsWith('zalo'))).toEqual(['opened zalo'])
})

test('an account in alarm sends nothing but goes on hearing people, and is opened anew when it is mended', async () => {
  await using database = await testDatabase()
  const { db, telegram, zalo } = await pressDesk(database)
  let opened = 0
  let perMs = 600
  const paces: number[] = []
  const paced = Object.defineProperty({ ...zalo }, 'pace', { get: () => ({ messages: 1, perMs }) })
  const channels = liveChannels({
    db,
    log: silentLogger,
    open: ({ id }) => (id === telegram.accountId ? telegram : paced),
    opened: async ({ name }) => {
      if (name === 'zalo') opened += 1
    },
    paced: async ({ pace }) => void paces.push(pace.perMs),
    closed: async () => {},
  })
  const put = async (state: 'on' | 'off' | 'alarm') => {
    await db.channelAccount.update({ where: { id: zalo.accountId }, data: { state } })
    await channels.refresh()
    return [channels.byAccount(zalo.accountId) === paced, channels.all().length, channels.listening().length, opened]
  }
  expect(await put('on')).toEqual([true, 2, 2, 1])
  expect(await put('alarm')).toEqual([false, 1, 2, 1])
  expect(await put('on')).toEqual([true, 2, 2, 2])
  expect(await put('on')).toEqual([true, 2, 2, 2])
  // The platform said meanwhile that it takes fewer messages a minute: the lane follows, once.
  perMs = 1200
  for (let looks = 0; looks < 3; looks++) await channels.refresh()
  expect(paces).toEqual([1200])
  expect(await put('off')).toEqual([false, 1, 1, 2])
})

test('a database that is away when the accounts are looked at does not end the service; the next look succeeds', async () => {
  const looks: string[] = []
  const refresh = async () => {
    looks.push('look')
    if (looks.length === 1) throw new Error('the database is away')
  }
  const watch = watchAccounts({ refresh }, { log: silentLogger, everyMs: 5 })
  await expect.poll(() => looks.length, { timeout: 5_000 }).toBeGreaterThan(1)
  await watch.end()
  const lookedUntilTheEnd = looks.length
  await new Promise(setImmediate)
  expect(looks).toHaveLength(lookedUntilTheEnd)
})
