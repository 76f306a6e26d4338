import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { retryFailures } from '../../../src/domain/broadcasts/retry-failures.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sweep } from '../../../src/domain/broadcasts/sweep.ts'
import { settleAllUnknown } from '../../../src/domain/deliveries/settle-all-unknown.ts'
import { settleUnknown } from '../../../src/domain/deliveries/settle-unknown.ts'
import { findReadable } from '../../../src/domain/reporters/reading.repository.ts'
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

const onTelegram = (name: string) => desk.addReporter({ name, chats: [{ on: desk.telegram }] })
const start = async () =>
  startBroadcast(desk.deps, {
    publicationId: await desk.release(),
    organisationId: desk.organisationId,
    by: desk.staff('editor'),
  })
const of = (broadcastId: string) => ({ broadcastId, organisationId: desk.organisationId, by: desk.staff('clerk') })
const at = async (time: string) => {
  desk.clock.set(new Date(`2026-11-${time}+07:00`))
  await sweep(desk.deps, { processStartedAt: monday, alone: false })
  await desk.work()
}
const broadcastOf = (id: string) => desk.db.broadcast.findUniqueOrThrow({ where: { id } })
const lost = { kind: 'unknown', code: 'ETIMEDOUT' } as const
const away = { kind: 'not-written', code: 'ECONNREFUSED' } as const

/** A sending that is over, of which one failed and one is unknown. */
const ended = async () => {
  const [an, binh] = [await onTelegram('An'), await onTelegram('Bình')]
  desk.telegram.script('An@telegram', { kind: 'recipient-gone', state: 'blocked', code: '403' })
  desk.telegram.script('Bình@telegram', lost)
  const id = await start()
  await desk.work()
  await at('23T11:00')
  expect(await broadcastOf(id)).toMatchObject({ state: 'finished' })
  await desk.db.contact.updateMany({ where: { reporterId: an.id }, data: { state: 'reachable' } })
  return { id, deliveryId: (await desk.deliveryOf(id, binh.id)).id }
}

describe('what is to go once more at night', () => {
  test.each([
    ['failures', async (id: string) => void (await retryFailures(desk.deps, of(id)))],
    [
      'all that is unknown',
      async (id: string) => void (await settleAllUnknown(desk.deps, { ...of(id), as: 'resend' })),
    ],
    [
      'one that is unknown',
      (_id: string, deliveryId: string) =>
        settleUnknown(desk.deps, { deliveryId, as: 'resend', by: desk.staff('editor') }),
    ],
  ])('waits for the morning: %s', async (_label, again) => {
    const { id, deliveryId } = await ended()
    const before = desk.telegram.calls.length
    desk.clock.set(new Date('2026-11-23T23:00+07:00'))
    const newcomer = await desk.addReporter({ name: 'Mới', page: true })
    await again(id, deliveryId)
    await desk.work()
    // Whoever joined meanwhile goes on reading what went out in the day.
    expect(await findReadable(desk.db, newcomer.id, desk.clock.now())).toHaveLength(1)
    const until = new Date('2026-11-24T06:00+07:00')
    expect(await broadcastOf(id)).toMatchObject({ state: 'held', stateReason: 'quiet-hours', heldUntil: until })
    expect(desk.telegram.calls).toHaveLength(before)
    await at('24T06:00')
    expect(await desk.ledger(id)).toMatchObject({ sent: 1 })
  })
})

test('failures that were before a retry do not count against what goes after it', async () => {
  const { id } = await ended()
  desk.clock.advance(60_000)
  await retryFailures(desk.deps, of(id))
  expect(await broadcastOf(id)).toMatchObject({
    state: 'sending',
    countedFrom: new Date(desk.clock.now().getTime() + 1),
  })
})

test('thousands of failures are retried slice by slice, once, and written down once', async () => {
  const many = 4_500
  const { id: reporterId } = await onTelegram('An')
  desk.telegram.script('An@telegram', { kind: 'recipient-gone', state: 'blocked', code: '403' })
  const id = await start()
  await desk.work()
  await desk.db.contact.updateMany({ where: { reporterId }, data: { state: 'reachable' } })
  await copyFailed(id, many - 1)
  const both = await Promise.all([retryFailures(desk.deps, of(id)), retryFailures(desk.deps, of(id))])
  expect(both.map(({ retried }) => retried).toSorted((one, other) => one - other)).toEqual([0, many])
  const { planned, queued, audience } = await desk.ledger(id)
  expect([planned + queued, audience]).toEqual([many, many])
  const by = 'staff:staff-clerk'
  expect(
    await desk.db.deliveryEvent.count({ where: { delivery: { broadcastId: id }, reason: 'sent-again', by } }),
  ).toBe(many)
  const audit = await desk.db.auditEntry.findMany({
    where: { action: 'broadcast-failures-retried', subject: `broadcast:${id}` },
  })
  expect(audit.map(({ actor, detail }) => [actor, detail])).toEqual([[by, { failed: many }]])
})

/** As many others like the failed one of this broadcast. */
async function copyFailed(broadcastId: string, count: number): Promise<void> {
  await desk.db.$executeRaw`
    WITH one AS (SELECT d.*, n, gen_random_uuid() AS person, gen_random_uuid() AS chat
      FROM "Delivery" d, generate_series(1, ${count}::int) n WHERE d."broadcastId" = ${broadcastId}::uuid),
    people AS (INSERT INTO "Reporter"
      SELECT (jsonb_populate_record(r, jsonb_build_object('id', person))).* FROM one JOIN "Reporter" r ON r.id = one."reporterId"
      RETURNING id),
    chats AS (INSERT INTO "Contact"
      SELECT (jsonb_populate_record(c, jsonb_build_object('id', chat, 'reporterId', person, 'address', 'x' || n))).*
      FROM one JOIN "Contact" c ON c.id = one."contactId" RETURNING id),
    agreed AS (INSERT INTO "Consent"
      SELECT (jsonb_populate_record(k, jsonb_build_object('id', gen_random_uuid(), 'reporterId', person, 'contactId', chat))).*
      FROM one JOIN "Consent" k ON k."contactId" = one."contactId" RETURNING id)
    INSERT INTO "Delivery"
      SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'reporterId', person, 'contactId', chat))).*
      FROM one JOIN "Delivery" d ON d.id = one.id`
}

test('one doubt is decided once, however often its button is pressed and whatever has become of it since', async () => {
  const { id, deliveryId } = await ended()
  const settle = (as: 'received' | 'resend', attempt: number) =>
    settleUnknown(desk.deps, { deliveryId, as, attempt, by: desk.staff('editor') })
  desk.telegram.script('Bình@telegram', away, away, lost)
  await settle('resend', 1)
  for (const time of ['23T12:00', '23T13:00', '23T14:00']) await at(time)
  expect(await desk.ledger(id)).toMatchObject({ unknown: 1 })
  // A page that was left open says what was decided then, not that it is to go once more.
  await settle('resend', 1)
  await expect(settle('received', 1)).rejects.toMatchObject({ code: 'delivery-not-unknown' })
  expect(await desk.ledger(id)).toMatchObject({ unknown: 1 })
  const { attempt } = await desk.db.delivery.findUniqueOrThrow({ where: { id: deliveryId } })
  await Promise.all([settle('received', attempt), settle('received', attempt)])
  await settle('received', attempt)
  await expect(settle('resend', attempt)).rejects.toMatchObject({ code: 'delivery-not-unknown' })
  expect(await desk.ledger(id)).toMatchObject({ sent: 1, unknown: 0 })
  const audit = await desk.db.auditEntry.findMany({
    where: { subject: `delivery:${deliveryId}` },
    orderBy: { id: 'asc' },
  })
  expect(audit.map(({ action }) => action)).toEqual(['delivery-settled-as-resend', 'delivery-settled-as-received'])
})

test('a held sending that cannot go does not hold up the others', async () => {
  await onTelegram('An')
  await desk.db.organisation.update({
    where: { id: desk.organisationId },
    data: { settings: { abortWindowSeconds: 30 } },
  })
  const broken = await start()
  desk.clock.advance(1_000)
  const whole = await start()
  const other = await pressDesk(database)
  await desk.db.broadcast.update({ where: { id: broken }, data: { publicationId: await other.release() } })
  await at('23T10:01')
  expect([(await broadcastOf(broken)).state, (await broadcastOf(whole)).state]).toEqual(['held', 'sending'])
})
