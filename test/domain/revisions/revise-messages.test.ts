import { beforeEach, expect, test } from 'vitest'
import { reviseMessages } from '../../../src/domain/revisions/revise-messages.ts'
import { conclusion, idsIn } from '../../../src/domain/revisions/revision.ts'
import { testDatabase } from '../../database.ts'
import { type RevisingDesk, revisingDesk } from './desk.ts'

let desk: RevisingDesk
beforeEach(async () => {
  const database = await testDatabase()
  desk = await revisingDesk(database)
  return () => database[Symbol.asyncDispose]()
})

async function recalled() {
  await desk.onTelegram('An')
  const publicationId = await desk.release()
  await desk.send(publicationId)
  return publicationId
}
const step = async () => (await desk.steps())[0]

test('a platform that asks for a rest gets it, and nothing is skipped or done twice after it', async () => {
  const publicationId = await recalled()
  const count = desk.telegram.shown('An@telegram').length
  desk.telegram.scriptRevision('An@telegram', { kind: 'throttled', retryAfterMs: 3_000 })
  await desk.recall(publicationId)
  expect(await desk.work()).toEqual([3_000])
  expect(await step()).toMatchObject({ state: 'revised', done: count, attempt: 0 })
  expect(desk.telegram.changes).toHaveLength(count + 1)
})

test('what was not answered is tried again through a quarter of an hour, and only then the person is told', async () => {
  const publicationId = await recalled()
  desk.telegram.scriptRevision(
    'An@telegram',
    ...Array.from({ length: 15 }, () => ({ kind: 'again', code: 'timeout' }) as const),
  )
  await desk.recall(publicationId)
  const began = desk.clock.now().getTime()
  while ((await step())?.state !== 'cannot' && desk.telegram.changes.length < 15) {
    expect(await desk.db.broadcast.count({ where: { kind: 'recall' } })).toBe(0)
    await desk.sweepOnce()
    await desk.work()
    const { notBefore } = (await step()) ?? {}
    if (notBefore) desk.clock.set(notBefore)
  }
  expect(desk.clock.now().getTime() - began).toBeGreaterThan(8 * 60_000)
  expect(await step()).toMatchObject({ state: 'cannot', reason: 'no-answer' })
  expect(await desk.db.broadcast.count({ where: { kind: 'recall' } })).toBe(1)
  expect(desk.telegram.changes).toHaveLength(12)
})

test('an account at fault stops with an alarm, keeps its steps, and goes on when it is mended', async () => {
  const publicationId = await recalled()
  desk.telegram.scriptRevision('An@telegram', { kind: 'misconfigured', code: '401', detail: 'Unauthorized' })
  await desk.recall(publicationId)
  await desk.settle(1)
  expect(await desk.db.channelAccount.findUnique({ where: { id: desk.telegram.accountId } })).toMatchObject({
    state: 'alarm',
  })
  expect(await step()).toMatchObject({ state: 'planned', attempt: 0 })
  await desk.db.channelAccount.update({ where: { id: desk.telegram.accountId }, data: { state: 'on' } })
  await desk.settle(2)
  expect(await step()).toMatchObject({ state: 'revised' })
})

test('a worker that dies in the middle loses nothing: the next one goes on where it stopped', async () => {
  const publicationId = await recalled()
  const count = desk.telegram.shown('An@telegram').length
  const { revise } = desk.telegram
  let calls = 0
  const dying = (...given: Parameters<NonNullable<typeof revise>>) =>
    ++calls === 2 ? new Promise<never>(() => {}) : revise?.(...given)
  Object.assign(desk.telegram, { revise: dying })
  await desk.recall(publicationId)
  const { id: stepId = '', attempt = 0 } = (await step()) ?? {}
  void reviseMessages(desk.deps, { stepId, attempt })
  await expect.poll(() => calls).toBe(2)
  await desk.queue.empty()
  Object.assign(desk.telegram, { revise })
  await desk.settle(2)
  expect(await step()).toMatchObject({ state: 'revised', done: count })
  expect(desk.telegram.changes).toHaveLength(count)
})

test('where nobody is there any more the step ends quietly', async () => {
  const publicationId = await recalled()
  desk.telegram.scriptRevision('An@telegram', { kind: 'recipient-gone', code: 'blocked' })
  await desk.recall(publicationId)
  await desk.settle(2)
  expect(await step()).toMatchObject({ state: 'cannot', reason: 'gone' })
  expect(await desk.db.broadcast.count({ where: { kind: 'recall' } })).toBe(0)
})

test.each([
  ['blocked the account before', true],
  ['has blocked it since, as the platform tells only now', false],
])('who %s still has the text on the phone, and is told by the other chat', async (_case, before) => {
  const { telegram, zalo } = desk
  const an = await desk.addReporter({ name: 'An', chats: [{ on: telegram }, { on: zalo }], preferred: 'telegram' })
  const publicationId = await desk.release()
  await desk.send(publicationId)
  const where = { accountId: telegram.accountId }
  if (before) await desk.db.contact.updateMany({ where, data: { state: 'blocked' } })
  else telegram.scriptRevision('An@telegram', { kind: 'recipient-gone', code: 'blocked' })
  await desk.recall(publicationId)
  await desk.settle()
  expect(await step()).toMatchObject({ state: 'cannot', reason: 'gone' })
  const told = await desk.db.broadcast.findFirstOrThrow({ where: { kind: 'recall' } })
  expect(await desk.deliveryOf(told.id, an.id)).toMatchObject({ state: 'sent', surface: 'zalo' })
  expect(zalo.phone('An@zalo').join(' ')).toContain('Thu hồi: Thông báo số 1')
})

test('when the messages fall into other parts than they were sent in, an invitation that stands is never touched by guess', async () => {
  await desk.onTelegram('An')
  const conferenceId = await desk.conference()
  const publicationId = await desk.release({ kind: 'everyone' }, conferenceId)
  await desk.send(publicationId)
  const before = desk.telegram.shown('An@telegram').length
  // An agenda added since makes one more part.
  await desk.db.conference.update({ where: { id: conferenceId }, data: { agenda: 'Khai mạc' } })
  await desk.recall(publicationId)
  await desk.settle(2)
  const told = desk.telegram.shown('An@telegram').filter((text) => text.includes('thu hồi')).length
  expect(told).toBeGreaterThan(0)
  expect(desk.telegram.shown('An@telegram').length).toBeGreaterThanOrEqual(before)
  expect(desk.telegram.shown('An@telegram').join(' ')).toContain('[Tham dự|')
  expect(await step()).toMatchObject({ state: 'cannot', reason: 'parts-differ' })
  // What could not be told apart still stands there, so the person is told.
  expect(await desk.db.broadcast.count({ where: { kind: 'recall' } })).toBe(1)
})

test('whoever got it by their own word, while the platform gave no id for it, is told', async () => {
  const publicationId = await recalled()
  await desk.db.delivery.updateMany({ data: { messageIds: ['-'] } })
  await desk.recall(publicationId)
  await desk.settle(2)
  expect(await step()).toMatchObject({ state: 'cannot', reason: 'unknown-part' })
  expect(await desk.db.broadcast.count({ where: { kind: 'recall' } })).toBe(1)
})

test.each([
  ['12 13 14', ['12', '13', '14']],
  ['12', ['12']],
  ['-', []],
  ['page', []],
])('the entry "%s" names these messages: %j', (entry, ids) => {
  expect(idsIn(entry)).toEqual(ids)
})

const good = { became: 'revised', essential: true } as const
const stays = { became: 'cannot', essential: false } as const
test.each([
  ['every message changed', [good], {}, 'revised', null],
  ['only a file stays', [good, stays], {}, 'revised', 'partly'],
  ['the first text stays', [{ ...good, became: 'cannot' as const }, good], {}, 'cannot', 'refused'],
  ['a part nobody can name', [good], { unknownPart: true }, 'cannot', 'unknown-part'],
  ['nothing had been sent', [], {}, 'revised', 'nothing-sent'],
  ['other parts than were sent', [good], { partsDiffer: true }, 'revised', 'parts-differ'],
  ['some of them untouched', [good], { partsDiffer: true, untouched: true }, 'cannot', 'parts-differ'],
] as const)('%s: the step ends as it should', (_case, messages, facts, state, reason) => {
  expect(conclusion(messages, { unknownPart: false, partsDiffer: false, untouched: false, ...facts })).toEqual({
    state,
    reason,
  })
})

test('what had arrived in a chat before its delivery went on elsewhere is taken back there, too', async () => {
  const { telegram, zalo } = desk
  const chats = [{ on: telegram }, { on: zalo, silentDays: 1 }]
  await desk.addReporter({ name: 'An', chats, preferred: 'telegram' })
  const publicationId = await desk.release({ kind: 'everyone' }, await desk.conference())
  const blocked = { kind: 'recipient-gone', state: 'blocked', code: '403' } as const
  telegram.script('An@telegram', { kind: 'sent', messageIds: ['70'], costVnd: 0 }, blocked)
  await desk.send(publicationId)
  await desk.settle(2)
  expect(await desk.db.delivery.findFirst()).toMatchObject({ state: 'sent', surface: 'zalo' })
  await desk.db.contact.updateMany({ data: { state: 'reachable' } })
  await desk.recall(publicationId)
  await desk.settle(2)
  expect(await step()).toMatchObject({ accountId: telegram.accountId, state: 'revised', done: 1 })
  expect(await desk.steps()).toHaveLength(1)
  expect(telegram.changes).toEqual(['An@telegram delete 70'])
  // In the other chat nothing can be taken back: there they are told.
  expect(await desk.db.delivery.count({ where: { broadcast: { kind: 'recall' } } })).toBe(1)
})
