import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { queueReplies } from '../../../src/domain/deliveries/queue-replies.ts'
import { sendReply } from '../../../src/domain/deliveries/send-reply.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { monday, type PressDesk, pressDesk } from '../../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
let contactId: string
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  desk = await pressDesk(database)
  const { contacts } = await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
  contactId = contacts[0] ?? ''
})
afterAll(() => database[Symbol.asyncDispose]())

const message = (text: string) => ({ kind: 'message', blocks: [{ kind: 'paragraph', text }], buttons: [], files: [] })
async function writeReplies(...texts: readonly string[]) {
  const inboxId = desk.newUuid()
  const ids = texts.map(() => desk.newUuid())
  const data = texts.map((text, position) => ({
    id: ids[position] ?? '',
    contactId,
    accountId: desk.telegram.accountId,
    inboxId,
    position,
    message: message(text),
    createdAt: desk.clock.now(),
  }))
  await desk.db.reply.createMany({ data })
  return ids
}
const replyOf = (id = '') => desk.db.reply.findUniqueOrThrow({ where: { id } })
const sweepAll = () => sweep(desk.deps, { processStartedAt: monday, alone: false })

describe('answers to a person', () => {
  test('go one after the other, in the order they were written, however many workers there are', async () => {
    await writeReplies('1', '2', '3')
    await queueReplies(desk.deps, [{ contactId }])
    expect(desk.queue.waiting).toHaveLength(1)
    await writeReplies('4')
    await queueReplies(desk.deps, [{ contactId }])
    expect(desk.queue.waiting).toHaveLength(1)
    await desk.work()
    expect(desk.telegram.phone('An@telegram')).toEqual(['1', '2', '3', '4'])
  })

  test('go before any bulk', async () => {
    await writeReplies('answer')
    await queueReplies(desk.deps, [{ contactId }])
    expect(desk.queue.waiting[0]?.job.priority).toBe(1)
  })

  test('are sent once, however often the job runs', async () => {
    const [id = ''] = await writeReplies('once')
    await queueReplies(desk.deps, [{ contactId }])
    await Promise.all([1, 2, 3].map(() => sendReply(desk.deps, { replyId: id, attempt: 0 })))
    expect(desk.telegram.phone('An@telegram')).toEqual(['once'])
  })

  test('wait out a refusal for speed and a platform that is away', async () => {
    const [id] = await writeReplies('patient', 'next')
    desk.telegram.script(
      'An@telegram',
      { kind: 'throttled', retryAfterMs: 1_000 },
      { kind: 'not-written', code: 'ECONNREFUSED' },
    )
    await queueReplies(desk.deps, [{ contactId }])
    expect(await desk.work()).toEqual([1_000])
    expect(await replyOf(id)).toMatchObject({ state: 'planned', reason: 'not-written' })
    await sweepAll()
    expect(desk.queue.waiting).toEqual([])
    desk.clock.advance(10_000)
    await sweepAll()
    await desk.work()
    expect(desk.telegram.phone('An@telegram')).toEqual(['patient', 'next'])
  })

  test('that stay without an answer are unknown for good, and the next one goes', async () => {
    const [id] = await writeReplies('lost?', 'next')
    desk.telegram.script('An@telegram', { kind: 'unknown', code: 'timeout' })
    await queueReplies(desk.deps, [{ contactId }])
    await desk.work()
    await sweepAll()
    await desk.work()
    expect(await replyOf(id)).toMatchObject({ state: 'unknown', reason: 'no-answer' })
    expect(desk.telegram.phone('An@telegram')).toEqual(['next'])
  })

  test('to somebody who blocked us fail and mark the chat', async () => {
    const [id] = await writeReplies('hello?')
    desk.telegram.script('An@telegram', { kind: 'recipient-gone', code: '403', state: 'blocked' })
    await queueReplies(desk.deps, [{ contactId }])
    await desk.work()
    expect(await replyOf(id)).toMatchObject({ state: 'failed', reason: 'blocked' })
    expect(await desk.db.contact.findUnique({ where: { id: contactId } })).toMatchObject({ state: 'blocked' })
  })

  test('that were written but never queued, or lost by the queue, are found by the sweep', async () => {
    await writeReplies('forgotten')
    await sweepAll()
    await desk.queue.empty()
    await sweepAll()
    await desk.work()
    expect(desk.telegram.phone('An@telegram')).toEqual(['forgotten'])
  })
})
