import { expect, test } from 'vitest'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { lookUpUnknown } from '../../../src/domain/deliveries/look-up.ts'
import { testDatabase } from '../../database.ts'
import { monday, type PressDesk, pressDesk } from '../../press-desk.ts'

const unknown = { kind: 'unknown', code: 'timeout' } as const
const sent = { kind: 'sent', messageIds: ['m1'], costVnd: 0 } as const

async function broadcast(desk: PressDesk) {
  const publicationId = await desk.release()
  const by = desk.staff('clerk')
  const id = await startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by })
  await desk.work()
  return id
}

test('what stayed unknown is searched for in the chat itself, after 30 seconds, 5 minutes and an hour', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const person = (name: string) => desk.addReporter({ name, chats: [{ on: desk.telegram }] })
  const [here, never, half, late] = [
    await person('Đến'),
    await person('Mất'),
    await person('Nửa'),
    await person('Chậm'),
  ]
  desk.telegram.script('Đến@telegram', sent, { ...unknown, arrived: true })
  desk.telegram.script('Mất@telegram', unknown)
  desk.telegram.script('Nửa@telegram', { ...unknown, arrived: true })
  desk.telegram.script('Chậm@telegram', sent, unknown)
  const id = await broadcast(desk)
  expect(await desk.ledger(id)).toMatchObject({ audience: 4, unknown: 4 })

  const after = async (ms: number) => {
    desk.clock.set(new Date(monday.getTime() + ms))
    return lookUpUnknown(desk.deps)
  }
  expect(await after(29_000)).toBe(0)
  expect(desk.telegram.searches).toEqual([])
  expect(await after(31_000)).toBe(2)
  expect(await desk.deliveryOf(id, here.id)).toMatchObject({
    state: 'sent',
    messageIds: ['m1', 'found-2'],
    reason: null,
  })
  // Of two parts the first had arrived: it goes on with the second, and nothing comes twice.
  expect(await desk.deliveryOf(id, half.id)).toMatchObject({ state: 'planned', messageIds: ['found-1'] })
  await sweep(desk.deps, { processStartedAt: monday, alone: true })
  await desk.work()
  expect(desk.telegram.phone('Nửa@telegram')).toEqual(['bulletin', 'invitation'])
  expect(await desk.deliveryOf(id, half.id)).toMatchObject({ state: 'sent', attempt: 2 })

  for (const seconds of [40, 290, 310, 3_500, 3_610, 90_000]) expect(await after(seconds * 1000)).toBe(0)
  const lost = await desk.deliveryOf(id, never.id)
  expect(lost).toMatchObject({ state: 'unknown', lookUps: 3, lookedUpAt: new Date(monday.getTime() + 3_610_000) })
  expect(desk.telegram.searches.filter((each) => each === 'Mất@telegram: bulletin')).toHaveLength(3)
  expect(await desk.deliveryOf(id, late.id)).toMatchObject({ state: 'unknown', messageIds: ['m1'] })
  expect(await desk.ledger(id)).toMatchObject({ audience: 4, sent: 2, unknown: 2 })
})
