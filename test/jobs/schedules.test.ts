import { expect, test } from 'vitest'
import { startSchedules } from '../../jobs/schedules.ts'
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
