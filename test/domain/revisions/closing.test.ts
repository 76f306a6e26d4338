import { beforeEach, expect, test } from 'vitest'
import { withClosedAnswers } from '../../../src/domain/conferences/closed-buttons.ts'
import { moveConference } from '../../../src/domain/conferences/move-conference.ts'
import { testDatabase } from '../../database.ts'
import { type RevisingDesk, revisingDesk } from './desk.ts'

let desk: RevisingDesk
beforeEach(async () => {
  const database = await testDatabase()
  desk = await revisingDesk(database)
  return () => database[Symbol.asyncDispose]()
})

const dayMs = 86_400_000
const buttonsOf = (name: string) =>
  desk.telegram.shown(`${name}@telegram`).flatMap((text) => / \[(.*)\]$/.exec(text)?.[1]?.split('|') ?? [])

async function invited() {
  await desk.onTelegram('An')
  const conferenceId = await desk.conference()
  const publicationId = await desk.release({ kind: 'everyone' }, conferenceId)
  await desk.send(publicationId)
  return { conferenceId, publicationId }
}

test('once the time for answers is over, the invitation shows its buttons as closed, and the bulletin keeps its own', async () => {
  await invited()
  expect(buttonsOf('An')).toContain('Tham dự')
  desk.clock.advance(2 * dayMs + 1_000)
  await desk.settle(4)
  const buttons = buttonsOf('An')
  expect(buttons.filter((label) => label.startsWith('✗')).length).toBeGreaterThanOrEqual(4)
  expect(buttons).not.toContain('Tham dự')
  expect(buttons.filter((label) => label === 'Mở trang của anh/chị').length).toBeGreaterThan(0)
  const changed = desk.telegram.changes.length
  await desk.settle(2)
  expect(desk.telegram.changes).toHaveLength(changed)
  desk.clock.advance(70_000)
  await desk.settle(1)
  expect(await desk.db.revision.findMany()).toMatchObject([{ kind: 'closed', finishedAt: expect.any(Date) }])
})

test('a reminder to answer is closed too, and a move opens the answers anew in the notice that goes out then', async () => {
  const { conferenceId } = await invited()
  desk.clock.advance(dayMs)
  const reminder = await reminderSent(conferenceId)
  desk.clock.advance(dayMs + 1_000)
  await desk.settle(4)
  expect(buttonsOf('An')).not.toContain('Tham dự')
  expect(await desk.db.revisionStep.count({ where: { deliveryId: reminder, state: 'revised' } })).toBe(1)
  const now = desk.clock.now().getTime()
  const { organisationId } = desk
  const times = { startsAt: new Date(now + 9 * dayMs), answerBy: new Date(now + 8 * dayMs) }
  const move = { conferenceId, organisationId, place: 'Hội trường B', ...times, by: desk.staff('editor') }
  await moveConference(desk.deps, move)
  expect(await desk.db.conference.findUnique({ where: { id: conferenceId } })).toMatchObject({ buttonsClosedAt: null })
  await desk.settle(1)
  expect(await desk.db.revision.count()).toBe(1)
})

test('a queue that was emptied loses no step', async () => {
  await invited()
  desk.clock.advance(2 * dayMs + 1_000)
  await desk.sweepOnce()
  expect(desk.queue.waiting.map(({ name }) => name)).toContain('revise-messages')
  await desk.queue.empty()
  await desk.settle(2)
  expect(await desk.steps()).toMatchObject([{ state: 'revised' }])
})

/** A reminder with answer buttons that reached An. */
async function reminderSent(conferenceId: string) {
  const { db, organisationId, clock } = desk
  const [contact, reporter] = [await db.contact.findFirstOrThrow(), await db.reporter.findFirstOrThrow()]
  const [broadcastId, id] = [desk.newUuid(), desk.newUuid()]
  const kind = { kind: 'reminder', conferenceId, reminderKind: 'answer-by' } as const
  const createdAt = clock.now()
  await db.broadcast.create({ data: { id: broadcastId, organisationId, ...kind, createdBy: 'schedule', createdAt } })
  const chat = {
    accountId: desk.telegram.accountId,
    contactId: contact.id,
    surface: 'telegram',
    messageKind: 'message',
  }
  await db.delivery.create({ data: { id, broadcastId, reporterId: reporter.id, ...chat, state: 'planned', createdAt } })
  await desk.settle(2)
  return id
}

test('only the answers to that very conference are closed, and a message without any is left alone', () => {
  const { references } = desk.deps
  const [contactId, conferenceId, other] = [desk.newUuid(), desk.newUuid(), desk.newUuid()]
  const button = (verb: 'accept' | 'open-publication', id: string) => ({
    label: verb,
    reference: references.make(contactId, { verb, id }),
  })
  const message = { kind: 'message', blocks: [], files: [] } as const
  const others = [button('accept', other), button('open-publication', conferenceId)]
  const of = { contactId, conferenceId }
  const closed = withClosedAnswers(desk.deps, { ...message, buttons: [button('accept', conferenceId), ...others] }, of)
  expect(closed?.buttons.map((each) => 'closed' in each)).toEqual([true, false, false])
  expect(withClosedAnswers(desk.deps, { ...message, buttons: others }, of)).toBeUndefined()
})
