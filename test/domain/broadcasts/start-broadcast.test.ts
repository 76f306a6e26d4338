import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelBroadcast } from '../../../src/domain/broadcasts/cancel-broadcast.ts'
import { planBroadcast } from '../../../src/domain/broadcasts/plan-broadcast.ts'
import { resumeBroadcast } from '../../../src/domain/broadcasts/resume-broadcast.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { finishBroadcasts } from '../../../src/domain/broadcasts/sweep.repository.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { topUp } from '../../../src/domain/broadcasts/top-up.ts'
import { createReferences } from '../../../src/domain/conversation/references.ts'
import { deliveryStates, type Ledger } from '../../../src/domain/deliveries/delivery.ts'
import { findWaitingAccounts, listDeliveries } from '../../../src/domain/deliveries/ledger.repository.ts'
import { createPageLinks } from '../../../src/domain/reporters/page-links.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { createTexts } from '../../../src/texts.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { monday, type PressDesk, pressDesk } from '../../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  desk = await pressDesk(database)
})
afterAll(() => database[Symbol.asyncDispose]())

const start = (publicationId: string) =>
  startBroadcast(desk.deps, { publicationId, organisationId: desk.organisationId, by: desk.staff('editor') })
const keyring = createKeyring('a key for tests only, long enough to be one')
const planDeps = () => ({
  ...desk.deps,
  say: createTexts().say,
  references: createReferences(keyring),
  pageLinks: createPageLinks(keyring, 'https://desk.example.vn'),
})
const sumOf = (ledger: Ledger) => deliveryStates.reduce((sum, state) => sum + ledger[state], 0)

/** Eight people in eight situations. */
async function everybody() {
  const { telegram, zalo } = desk
  await desk.addReporter({ name: 'An', chats: [{ on: telegram }] })
  await desk.addReporter({ name: 'Bình', chats: [{ on: zalo, silentDays: 2 }] })
  await desk.addReporter({ name: 'Chi', chats: [{ on: zalo, silentDays: 18 }] })
  await desk.addReporter({ name: 'Dũng', chats: [{ on: zalo }] })
  await desk.addReporter({ name: 'Em', chats: [{ on: zalo, state: 'blocked' }] })
  await desk.addReporter({ name: 'Giang', page: true })
  await desk.addReporter({ name: 'Hà', chats: [{ on: telegram }], state: 'stopped' })
  await desk.addReporter({ name: 'Kim' })
}

describe('a broadcast', () => {
  test('is planned by the very chooser that sends it: who by which way, at what cost, and who cannot and why', async () => {
    await everybody()
    const publicationId = await desk.release()
    const plan = await planBroadcast(planDeps(), { publicationId, organisationId: desk.organisationId })
    expect(plan).toMatchObject({ audience: 8, costVnd: 200 })
    expect(
      plan.groups.map(({ surface, messageKind, count }) => `${surface} ${messageKind} ${count}`).toSorted(),
    ).toEqual(['page page 1', 'telegram message 1', 'zalo introduction 1', 'zalo message 1', 'zalo notice 1'])
    expect(plan.cannot.map(({ fullName, reason }) => `${fullName} ${reason}`)).toEqual([
      'Em blocked',
      'Hà stopped',
      'Kim no-address',
    ])
    expect(await desk.db.delivery.count({ where: { broadcast: { publicationId } } })).toBe(0)
  })

  test('is planned at what is left to pay once the package has paid its share', async () => {
    for (const name of ['An', 'Bình', 'Chi'])
      await desk.addReporter({ name, chats: [{ on: desk.zalo, silentDays: 3 }] })
    const charged = { reach: () => ({ kind: 'message', costVnd: 55 }), prepaid: async () => 4 } as const
    const publicationId = await desk.release()
    const of = { publicationId, organisationId: desk.organisationId }
    Object.assign(desk.zalo, charged)
    // Four parts for each of three people, four of which are paid for.
    expect(await planBroadcast(planDeps(), of)).toMatchObject({ costVnd: 8 * 55 })
    Object.assign(desk.zalo, { prepaid: undefined })
    expect(await planBroadcast(planDeps(), of)).toMatchObject({ costVnd: 12 * 55 })
  })

  test('has a ledger that adds up to the audience at every single step', async () => {
    await everybody()
    const broadcast = await start(await desk.release())
    expect(await desk.ledger(broadcast)).toMatchObject({ audience: 8, queued: 4, sent: 1, skipped: 3 })
    const check = async () => {
      const ledger = await desk.ledger(broadcast)
      expect([ledger.audience, sumOf(ledger)]).toEqual([8, 8])
    }
    const sent = { kind: 'sent', messageIds: ['x'], costVnd: 0, meanwhile: check } as const
    for (const name of ['An@telegram', 'Bình@zalo', 'Chi@zalo', 'Dũng@zalo']) {
      for (const channel of [desk.telegram, desk.zalo]) channel.script(name, sent, sent)
    }
    await desk.work()
    expect(await desk.ledger(broadcast)).toMatchObject({ audience: 8, sent: 5, skipped: 3, planned: 0, sending: 0 })
    await finishBroadcasts(desk.db, desk.clock.now())
    expect(await desk.db.broadcast.findUnique({ where: { id: broadcast } })).toMatchObject({ state: 'finished' })
    const { lines, total } = await listDeliveries(desk.db, { broadcastId: broadcast, state: 'skipped', page: 1 })
    expect([total, lines.map(({ fullName }) => fullName)]).toEqual([3, ['Em', 'Hà', 'Kim']])
  })

  test('writes each step of a delivery down', async () => {
    const { id } = await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
    const broadcast = await start(await desk.release())
    await desk.work()
    const delivery = await desk.deliveryOf(broadcast, id)
    const events = await desk.db.deliveryEvent.findMany({ where: { deliveryId: delivery.id }, orderBy: { id: 'asc' } })
    // That it was planned, the row's own time says.
    expect(events.map(({ state }) => state)).toEqual(['queued', 'sending', 'sent'])
    expect(events.at(-1)?.trace).toHaveLength(2)
  })

  test('is not started twice while one is under way, nor by somebody who may not', async () => {
    await everybody()
    const publicationId = await desk.release()
    const both = await Promise.allSettled([start(publicationId), start(publicationId)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(start(publicationId)).rejects.toMatchObject({ code: 'broadcast-under-way' })
    const asAdministrator = { publicationId, organisationId: desk.organisationId, by: desk.staff('administrator') }
    await expect(startBroadcast(desk.deps, asAdministrator)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  test('is not started again after it reached people, be it from a plan left open in another window', async () => {
    await everybody()
    const publicationId = await desk.release()
    await start(publicationId)
    await desk.work()
    await finishBroadcasts(desk.db, desk.clock.now())
    await expect(start(publicationId)).rejects.toMatchObject({ code: 'publication-sent-before' })
    expect(await desk.db.broadcast.count({ where: { publicationId } })).toBe(1)
  })

  test('can start anew after one that was cancelled before it reached anybody', async () => {
    await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
    const publicationId = await desk.release()
    const broadcastId = await start(publicationId)
    await cancelBroadcast(desk.deps, { broadcastId, organisationId: desk.organisationId, by: desk.staff('editor') })
    await desk.work()
    expect(await start(publicationId)).not.toBe(broadcastId)
  })

  test('is not started for content that differs from what was approved', async () => {
    await everybody()
    const publicationId = await desk.release()
    await desk.db.publication.update({ where: { id: publicationId }, data: { text: 'Đã sửa.' } })
    await expect(start(publicationId)).rejects.toMatchObject({ code: 'not-sendable' })
    expect(await desk.db.broadcast.count({ where: { publicationId } })).toBe(0)
  })

  test('goes to the kinds of outlet it names, without those left out', async () => {
    await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }], outletKind: 'portal' })
    const out = await desk.addReporter({ name: 'Bình', chats: [{ on: desk.telegram }], outletKind: 'portal' })
    await desk.addReporter({ name: 'Chi', chats: [{ on: desk.telegram }] })
    const broadcast = await start(await desk.release({ kind: 'outlet-kinds', kinds: ['portal'], except: [out.id] }))
    const { lines } = await listDeliveries(desk.db, { broadcastId: broadcast, page: 1 })
    expect(lines.map(({ fullName }) => fullName)).toEqual(['An'])
  })

  test('that is cancelled skips what has not gone, and what is queued already does not go', async () => {
    await everybody()
    const broadcast = await start(await desk.release())
    await cancelBroadcast(desk.deps, {
      broadcastId: broadcast,
      organisationId: desk.organisationId,
      by: desk.staff('editor'),
    })
    await desk.work()
    expect([desk.telegram.calls, desk.zalo.calls]).toEqual([[], []])
    expect(await desk.ledger(broadcast)).toMatchObject({ audience: 8, sent: 1, skipped: 7 })
  })

  test('that is cancelled while a delivery is under way lets it end, and tries nothing again', async () => {
    await desk.addReporter({ name: 'An', chats: [{ on: desk.telegram }] })
    const broadcast = await start(await desk.release())
    const by = desk.staff('editor')
    const meanwhile = () =>
      cancelBroadcast(desk.deps, { broadcastId: broadcast, organisationId: desk.organisationId, by })
    desk.telegram.script('An@telegram', { kind: 'not-written', code: 'ECONNREFUSED', meanwhile })
    await desk.work()
    await sweep(desk.deps, { processStartedAt: monday, alone: false })
    expect(await desk.ledger(broadcast)).toMatchObject({ audience: 1, skipped: 1 })
  })

  test('stops at the first refusal of its content, shows why, and goes on when staff says so', async () => {
    const refusal = { kind: 'rejected', code: '400', detail: 'message is too long' } as const
    for (const name of ['An', 'Bình', 'Chi', 'Dũng']) {
      await desk.addReporter({ name, chats: [{ on: desk.telegram }] })
      desk.telegram.script(`${name}@telegram`, refusal)
    }
    const broadcast = await start(await desk.release())
    await desk.work()
    expect(desk.telegram.calls).toHaveLength(1)
    const { lines } = await listDeliveries(desk.db, { broadcastId: broadcast, state: 'failed', page: 1 })
    expect(lines).toMatchObject([{ reason: 'rejected', reasonDetail: '400: message is too long' }])
    expect(await desk.ledger(broadcast)).toMatchObject({ failed: 1, planned: 3, queued: 0 })
    expect(await desk.db.broadcast.findUnique({ where: { id: broadcast } })).toMatchObject({
      state: 'stopped',
      stateReason: 'rejected',
      stateDetail: '400: message is too long',
    })
    await topUp(desk.deps)
    expect(desk.queue.waiting).toEqual([])
    desk.telegram.forget()
    await resumeBroadcast(desk.deps, {
      broadcastId: broadcast,
      organisationId: desk.organisationId,
      by: desk.staff('editor'),
    })
    await topUp(desk.deps)
    await desk.work()
    expect(await desk.ledger(broadcast)).toMatchObject({ failed: 1, sent: 3 })
  })

  test('waits while its account has a fault that the administrator must mend', async () => {
    for (const name of ['An', 'Bình', 'Chi']) {
      await desk.addReporter({ name, chats: [{ on: desk.telegram }] })
      desk.telegram.script(`${name}@telegram`, { kind: 'misconfigured', code: '401', detail: 'Unauthorized' })
    }
    const broadcast = await start(await desk.release())
    await desk.work()
    expect(desk.telegram.calls).toHaveLength(1)
    expect(await desk.ledger(broadcast)).toMatchObject({ planned: 3, failed: 0 })
    expect(await findWaitingAccounts(desk.db, broadcast)).toMatchObject([
      { state: 'alarm', stateReason: '401: Unauthorized', count: 3 },
    ])
    desk.telegram.forget()
    await desk.db.channelAccount.update({ where: { id: desk.telegram.accountId }, data: { state: 'on' } })
    await topUp(desk.deps)
    await desk.work()
    expect(await desk.ledger(broadcast)).toMatchObject({ sent: 3 })
  })
})
