import { expect, test, vi } from 'vitest'
import { startSchedules } from '../../jobs/schedules.ts'
import { startBroadcast } from '../../src/domain/broadcasts/start-broadcast.ts'
import { createReferences } from '../../src/domain/conversation/references.ts'
import type { Deps } from '../../src/domain/deps.ts'
import { createPageLinks } from '../../src/domain/reporters/page-links.ts'
import { createKeyring } from '../../src/platform/crypto.ts'
import { createTexts } from '../../src/texts.ts'
import { scriptedChannels } from '../channel-script.ts'
import { testDatabase } from '../database.ts'
import { pressDesk } from '../press-desk.ts'

test('one process sweeps and takes care of the channels; when it stops, the next one takes over at once', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const keyring = createKeyring('a key for tests')
  const base: Deps = {
    ...desk.deps,
    keyring,
    say: createTexts().say,
    references: createReferences(keyring),
    pageLinks: createPageLinks(keyring, 'http://127.0.0.1'),
  }
  const cared: string[] = []
  const process = (owner: string) => {
    const care = async () => {
      cared.push(owner)
      throw new Error('the platform is away')
    }
    const channels = scriptedChannels({ ...desk.telegram, care })
    return startSchedules(
      { ...base, channels },
      { owner, alone: false, processStartedAt: base.clock.now(), sweepEveryMs: 20 },
    )
  }
  const inboxId = desk.newUuid()
  const item = { id: inboxId, accountId: desk.telegram.accountId, externalId: '1', payload: {} }
  await desk.db.inboxItem.create({ data: { ...item, receivedAt: new Date(desk.clock.now().getTime() - 60_000) } })

  const first = process('first')
  await expect.poll(() => cared, { timeout: 5_000 }).toEqual(['first'])
  const second = process('second')
  await expect.poll(() => desk.queue.waiting.length, { timeout: 5_000 }).toBe(1)
  expect(cared).toEqual(['first'])
  await first.stop()
  await expect.poll(() => cared, { timeout: 5_000 }).toEqual(['first', 'second'])
  await second.stop()
})

test('a clock that is put back is noticed by the process that leads, which puts right what waited by it', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const keyring = createKeyring('a key for tests')
  const references = createReferences(keyring)
  const pageLinks = createPageLinks(keyring, 'http://127.0.0.1')
  const deps: Deps = { ...desk.deps, keyring, say: createTexts().say, references, pageLinks }
  await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
  const publicationId = await desk.release()
  const { organisationId } = desk
  const id = await startBroadcast(deps, { publicationId, organisationId, by: desk.staff('editor') })
  const hoursMs = 3 * 3_600_000
  const notBefore = new Date(desk.clock.now().getTime() + hoursMs + 4_000)
  await desk.db.delivery.updateMany({ where: { broadcastId: id }, data: { state: 'planned', notBefore } })
  const fell: number[] = []
  const clockFell = async (byMs: number) => void fell.push(byMs)
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const options = { alone: false, processStartedAt: deps.clock.now(), sweepEveryMs: 20, clockFell }
    const schedules = [
      startSchedules(deps, { ...options, owner: 'one' }),
      startSchedules(deps, { ...options, owner: 'two' }),
    ]
    await expect.poll(() => schedules.some((each) => each.leads()), { timeout: 5_000 }).toBe(true)
    vi.setSystemTime(Date.now() - hoursMs)
    await expect.poll(() => fell.length, { timeout: 5_000 }).toBe(1)
    await Promise.all(schedules.map((each) => each.stop()))
  } finally {
    vi.useRealTimers()
  }
  expect(Math.abs((fell[0] ?? 0) - hoursMs)).toBeLessThan(2_000)
  const delivery = await desk.db.delivery.findFirstOrThrow({ where: { broadcastId: id } })
  expect((delivery.notBefore?.getTime() ?? 0) - desk.clock.now().getTime()).toBeLessThan(7_000)
})
