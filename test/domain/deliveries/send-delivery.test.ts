import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { topUp } from '../../../src/domain/broadcasts/top-up.ts'
import { sendDelivery } from '../../../src/domain/deliveries/send-delivery.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { type PressDesk, pressDesk } from '../../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  desk = await pressDesk(database)
})
afterAll(() => database[Symbol.asyncDispose]())

const start = async () => {
  const publicationId = await desk.release()
  const { organisationId } = desk
  return startBroadcast(desk.deps, { publicationId, organisationId, by: desk.staff('editor') })
}
const onZalo = (name: string, silentDays: number) => desk.addReporter({ name, chats: [{ on: desk.zalo, silentDays }] })
const onTelegram = (name: string) => desk.addReporter({ name, chats: [{ on: desk.telegram }] })

describe('a delivery', () => {
  test('goes out part after part, each kept with its message id', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    await desk.work()
    expect(desk.telegram.phone('An@telegram')).toEqual(['bulletin', 'invitation'])
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sent', messageIds: ['m1', 'm2'], attempt: 1 })
  })

  test('that is refused for its account’s sake does not put an account into alarm that was turned off meanwhile', async () => {
    await onTelegram('An')
    const where = { id: desk.telegram.accountId }
    const meanwhile = () => desk.db.channelAccount.update({ where, data: { state: 'off' } })
    desk.telegram.script('An@telegram', { kind: 'misconfigured', code: '401', detail: 'no keys', meanwhile })
    await start()
    await desk.work()
    expect(await desk.db.channelAccount.findUniqueOrThrow({ where })).toMatchObject({ state: 'off' })
  })

  test('is sent once, however often its job runs and however many at a time', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const delivery = await desk.deliveryOf(broadcast, id)
    const job = { deliveryId: delivery.id, attempt: 0 }
    await Promise.all([1, 2, 3, 4].map(() => sendDelivery(desk.deps, job)))
    await sendDelivery(desk.deps, job)
    expect(desk.telegram.calls).toHaveLength(2)
  })

  test('asks for a way by what it is about, since one kind of notice may have no template', async () => {
    await onZalo('An', 30)
    const reach: typeof desk.zalo.reach = ({ about }) =>
      about === 'announcement' ? { kind: 'notice', costVnd: 1 } : { kind: 'closed', reason: 'no-template' }
    Object.assign(desk.zalo, { reach })
    await start()
    await desk.work()
    expect(desk.zalo.phone('An@zalo')).toHaveLength(1)
  })

  test('is in the ledger as being sent before the platform hears of it', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const seen: string[] = []
    const look = async () => seen.push((await desk.deliveryOf(broadcast, id)).state)
    desk.telegram.script('An@telegram', { kind: 'sent', messageIds: ['x'], costVnd: 0, meanwhile: look })
    await desk.work()
    expect(seen).toEqual(['sending'])
  })

  test('refused for speed rests the lane and then goes on after the parts that arrived, at no cost of an attempt', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const first = { kind: 'sent', messageIds: ['x1'], costVnd: 0 } as const
    desk.telegram.script('An@telegram', first, { kind: 'throttled', retryAfterMs: 7_000 })
    expect(await desk.work()).toEqual([7_000])
    expect(desk.telegram.phone('An@telegram')).toEqual(['bulletin', 'invitation'])
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sent', attempt: 1 })
  })

  test('that never reached the platform waits a growing while and is tried a bounded number of times', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    const down = { kind: 'not-written', code: 'ECONNREFUSED' } as const
    desk.telegram.script('An@telegram', ...Array.from({ length: 6 }, () => down))
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'planned', reason: 'not-written' })
    await topUp(desk.deps)
    expect(desk.queue.waiting).toEqual([])
    for (let round = 0; round < 6; round++) {
      desk.clock.advance(300_000)
      await topUp(desk.deps)
      await desk.work()
    }
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'failed', reason: 'not-written', attempt: 6 })
    expect(desk.telegram.calls).toHaveLength(6)
  })

  test('without an answer is unknown and never sent again by itself', async () => {
    const { id } = await onTelegram('An')
    const broadcast = await start()
    desk.telegram.script('An@telegram', { kind: 'unknown', code: '502', arrived: true })
    await desk.work()
    desk.clock.advance(600_000)
    await topUp(desk.deps)
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'unknown', reason: 'no-answer' })
    expect(desk.telegram.calls).toHaveLength(1)
  })

  test('to somebody who blocked the account goes to the next chat, and the chat is marked', async () => {
    const chats = [{ on: desk.zalo, silentDays: 1 }, { on: desk.telegram }]
    const { id, contacts } = await desk.addReporter({ name: 'Bình', chats })
    const broadcast = await start()
    desk.zalo.script('Bình@zalo', { kind: 'recipient-gone', code: '-213', state: 'blocked' })
    await desk.work()
    await topUp(desk.deps)
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({
      state: 'sent',
      surface: 'telegram',
      triedContacts: [contacts[0]],
    })
    expect(await desk.db.contact.findUnique({ where: { id: contacts[0] ?? '' } })).toMatchObject({ state: 'blocked' })
    expect(desk.telegram.phone('Bình@telegram')).toHaveLength(2)
  })

  test('with no chat left is on the page at once when the desk handed out the link, and failed otherwise', async () => {
    const chats = [{ on: desk.zalo, silentDays: 1 }]
    const withPage = await desk.addReporter({ name: 'Chi', chats, page: true })
    const without = await desk.addReporter({ name: 'Dũng', chats })
    const broadcast = await start()
    const gone = { kind: 'recipient-gone', code: '-201', state: 'gone' } as const
    desk.zalo.script('Chi@zalo', gone)
    desk.zalo.script('Dũng@zalo', gone)
    await desk.work()
    expect(await desk.deliveryOf(broadcast, withPage.id)).toMatchObject({
      state: 'sent',
      surface: 'page',
      messageIds: ['page'],
    })
    expect(await desk.deliveryOf(broadcast, without.id)).toMatchObject({ state: 'failed', reason: 'gone' })
  })

  test('whose window the platform calls closed goes as a notice, once, with its cost', async () => {
    const { id } = await onZalo('Em', 6)
    const broadcast = await start()
    desk.zalo.script('Em@zalo', { kind: 'window-closed', code: '-230' })
    await desk.work()
    await topUp(desk.deps)
    await desk.work()
    expect(desk.zalo.phone('Em@zalo')).toEqual(['notice: bulletin'])
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'sent', messageKind: 'notice', costVnd: 200 })
  })

  test('planned as a notice goes in full when the person wrote in the meantime', async () => {
    const { id, contacts } = await onZalo('Giang', 18)
    const broadcast = await start()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ messageKind: 'notice' })
    await desk.db.contact.updateMany({ where: { id: { in: contacts } }, data: { lastInteractionAt: desk.clock.now() } })
    await desk.work()
    expect(desk.zalo.phone('Giang@zalo')).toEqual(['bulletin', 'invitation'])
  })

  test('to somebody who stopped after the plan is skipped', async () => {
    const { id } = await onTelegram('Hà')
    const broadcast = await start()
    await desk.db.reporter.update({ where: { id }, data: { state: 'stopped', stoppedAt: desk.clock.now() } })
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'skipped', reason: 'stopped' })
    expect(desk.telegram.calls).toEqual([])
  })

  test('to a chat that was bound to somebody else, or whose consent was withdrawn, does not go there', async () => {
    const moved = await onTelegram('Kim')
    const withdrew = await onTelegram('Lan')
    const broadcast = await start()
    await desk.db.contact.updateMany({ where: { id: { in: moved.contacts } }, data: { reporterId: withdrew.id } })
    await desk.db.consent.updateMany({ where: { reporterId: withdrew.id }, data: { withdrawnAt: desk.clock.now() } })
    await desk.work()
    expect(await desk.deliveryOf(broadcast, moved.id)).toMatchObject({ state: 'failed', reason: 'unbound' })
    expect(await desk.deliveryOf(broadcast, withdrew.id)).toMatchObject({ state: 'failed', reason: 'no-consent' })
    expect(desk.telegram.calls).toEqual([])
  })

  test('that is taken back while it is being composed does not go', async () => {
    const { id } = await onTelegram('Oanh')
    const broadcast = await start()
    const compose: typeof desk.deps.compose = async (delivery, as) => {
      await desk.db.delivery.update({ where: { id: delivery.id }, data: { state: 'planned' } })
      return desk.deps.compose(delivery, as)
    }
    await desk.work({ ...desk.deps, compose })
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'planned', attempt: 0 })
    expect(desk.telegram.calls).toEqual([])
  })

  test('of a stopped broadcast, or of an account that is off, goes back to the ledger', async () => {
    const { id } = await onTelegram('Phúc')
    const broadcast = await start()
    await desk.db.broadcast.update({ where: { id: broadcast }, data: { state: 'stopped', stateReason: 'paused' } })
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'planned', attempt: 0 })
    await desk.db.broadcast.update({ where: { id: broadcast }, data: { state: 'sending', stateReason: null } })
    await topUp(desk.deps)
    await desk.db.channelAccount.update({ where: { id: desk.telegram.accountId }, data: { state: 'off' } })
    await desk.work()
    expect(await desk.deliveryOf(broadcast, id)).toMatchObject({ state: 'planned', reason: 'account-off' })
    expect(desk.telegram.calls).toEqual([])
  })

  test('that cannot be composed is tried again and does not harm the others', async () => {
    const broken = await onTelegram('Minh')
    const fine = await onTelegram('Nga')
    const broadcast = await start()
    const compose: typeof desk.deps.compose = async (delivery, as) => {
      if (delivery.reporterId === broken.id) throw new Error('a text is missing')
      return desk.deps.compose(delivery, as)
    }
    await desk.work({ ...desk.deps, compose })
    expect(await desk.deliveryOf(broadcast, fine.id)).toMatchObject({ state: 'sent' })
    expect(await desk.deliveryOf(broadcast, broken.id)).toMatchObject({ state: 'planned', reason: 'internal-error' })
  })
})
