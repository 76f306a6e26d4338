import { expect, test } from 'vitest'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { lookUpChat, lookUpUnknown } from '../../../src/domain/deliveries/look-up.ts'
import { settleByVisit } from '../../../src/domain/deliveries/settle-by-visit.ts'
import { settleUnknown } from '../../../src/domain/deliveries/settle-unknown.ts'
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

test('what arrives in a chat meanwhile is a reason to look, and uses up none of the looks that are due', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const { id: reporterId } = await desk.addReporter({ name: 'Mất', chats: [{ on: desk.telegram }] })
  desk.telegram.script('Mất@telegram', unknown)
  const id = await broadcast(desk)
  const { accountId } = desk.telegram
  for (const seconds of [6, 12, 18, 24]) {
    desk.clock.set(new Date(monday.getTime() + seconds * 1000))
    expect(await lookUpChat(desk.deps, { accountId, address: 'Mất@telegram' })).toBe(0)
  }
  expect(desk.telegram.searches).toHaveLength(4)
  desk.clock.set(new Date(monday.getTime() + 31_000))
  await lookUpUnknown(desk.deps)
  expect(await desk.deliveryOf(id, reporterId)).toMatchObject({ state: 'unknown', lookUps: 1 })
})

test('what arrived without an answer costs what was planned for it, whoever settles it', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const person = (name: string) =>
    desk.addReporter({
      name,
      chats: [{ on: desk.zalo, silentDays: 9 }],
    })
  const [found, opened, told] = [await person('Tìm'), await person('Mở'), await person('Bảo')]
  for (const name of ['Tìm', 'Mở', 'Bảo']) desk.zalo.script(`${name}@zalo`, { ...unknown, arrived: name === 'Tìm' })
  const id = await broadcast(desk)
  const { publicationId } = await desk.db.broadcast.findUniqueOrThrow({ where: { id } })
  // Whoever wrote since then would be written to for nothing now.
  await desk.db.contact.updateMany({ data: { lastInteractionAt: monday } })
  desk.clock.set(new Date(monday.getTime() + 31_000))
  expect(await lookUpUnknown(desk.deps)).toBe(1)
  await settleByVisit(desk.deps, { reporterId: opened.id, publicationId: publicationId ?? '' })
  const { id: deliveryId } = await desk.deliveryOf(id, told.id)
  await settleUnknown(desk.deps, { deliveryId, as: 'received', by: desk.staff('editor') })
  for (const { id: reporterId } of [found, opened, told])
    expect(await desk.deliveryOf(id, reporterId)).toMatchObject({ state: 'sent', costVnd: 200 })
})
