import { expect, test } from 'vitest'
import { fireReminders } from '../../../src/domain/broadcasts/fire-reminders.ts'
import { settleDoubts } from '../../../src/domain/broadcasts/settle-doubts.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { testDatabase } from '../../database.ts'
import { monday, pressDesk } from '../../press-desk.ts'

const hours = (count: number) => count / 24
const ago = (days: number) => new Date(monday.getTime() - days * 86_400_000)

test('of whoever is near the edge of a window the platform is asked before a sending, and its word counts', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const { zalo } = desk
  const person = (name: string, silentDays: number, more: object = {}) =>
    desk.addReporter({ name, chats: [{ on: zalo, silentDays, ...more }] })
  const edge = 7
  const wroteSince = await person('An', edge + hours(0.5))
  const lapsed = await person('Bình', edge - hours(0.5))
  const untold = await person('Chi', edge - hours(0.4))
  await person('Dũng', 2)
  await person('Em', edge - hours(0.5), { state: 'blocked' })
  await person('Giang', edge - hours(0.5), { consented: false })
  zalo.word.last
    .set('An@zalo', ago(1))
    .set('Bình@zalo', ago(edge + 1))
    .set('Em@zalo', ago(1))

  const publicationId = await desk.release()
  const by = desk.staff('editor')
  const id = await startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by })
  expect(zalo.word.asked).toBe(3)
  const kindOf = async (reporter: { readonly id: string }) => (await desk.deliveryOf(id, reporter.id)).messageKind
  expect([await kindOf(wroteSince), await kindOf(lapsed), await kindOf(untold)]).toEqual([
    'message',
    'notice',
    'message',
  ])
  const kept = async ({ contacts: [contact = ''] }: { readonly contacts: readonly string[] }) =>
    (await desk.db.contact.findUniqueOrThrow({ where: { id: contact } })).lastInteractionAt
  expect([await kept(wroteSince), await kept(untold)]).toEqual([ago(1), ago(edge - hours(0.4))])
})

test('a plan that is looked at again asks nobody again, save about those who wrote since', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const { db, zalo } = desk
  const near = 7 - hours(0.5)
  for (const name of ['An', 'Bình']) {
    await desk.addReporter({ name, chats: [{ on: zalo, silentDays: near }] })
    zalo.word.last.set(`${name}@zalo`, ago(near))
  }
  const look = async () => {
    await settleDoubts(desk.deps, desk.organisationId, { kind: 'everyone' })
    return zalo.word.asked
  }
  expect([await look(), await look()]).toEqual([2, 2])
  await db.contact.updateMany({ where: { address: 'An@zalo' }, data: { lastInteractionAt: ago(near - hours(0.1)) } })
  expect(await look()).toBe(3)
  desk.clock.advance(11 * 60_000)
  expect(await look()).toBe(5)
})

test('never more than sixty are asked, and a platform that is away holds nothing up', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  for (let each = 0; each < 70; each++)
    await desk.addReporter({ name: `P${each}`, chats: [{ on: desk.zalo, silentDays: 7 }] })
  const broken = Object.assign(desk.zalo, {
    lastInteraction: async () => {
      desk.zalo.word.asked += 1
      throw new Error('away')
    },
  })
  expect(await settleDoubts(desk.deps, desk.organisationId, { kind: 'everyone' })).toBe(0)
  expect(broken.word.asked).toBe(60)
})

test('before reminders the platform is asked too, and only about those who are reminded', async () => {
  await using database = await testDatabase()
  const desk = await pressDesk(database)
  const { db, zalo, organisationId } = desk
  const person = (name: string) => desk.addReporter({ name, chats: [{ on: zalo, silentDays: 7 - hours(0.5) }] })
  const [an] = [await person('An'), await person('Bình')]
  zalo.word.last.set('An@zalo', ago(8))
  const conferenceId = desk.newUuid()
  const times = { startsAt: ago(-3), answerBy: ago(-2), createdAt: monday, updatedAt: monday }
  const conference = { kind: 'Họp báo', title: 'Họp báo quý IV', place: 'Hội trường B', createdBy: 'staff-editor' }
  await db.conference.create({ data: { id: conferenceId, organisationId, ...conference, ...times } })
  const row = { conferenceId, reporterId: an.id, createdAt: monday }
  await db.invitation.create({ data: { ...row, id: desk.newUuid() } })
  const due = { kind: 'answer-by', dueAt: monday }
  await db.reminder.create({ data: { ...row, id: desk.newUuid(), ...due } })
  const fired = (await fireReminders(desk.deps, { conferenceId, ...due })) ?? ''
  expect(zalo.word.asked).toBe(1)
  expect(await desk.deliveryOf(fired, an.id)).toMatchObject({ messageKind: 'notice' })
})
