import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyMigrations } from '../../../prisma/migrate.ts'
import { startBroadcast } from '../../../src/domain/broadcasts/start-broadcast.ts'
import { sendDelivery } from '../../../src/domain/deliveries/send-delivery.ts'
import { sendReply } from '../../../src/domain/deliveries/send-reply.ts'
import { claimDeliveries, giveBack } from '../../../src/domain/deliveries/sending.repository.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { closeDatabase, createDatabase, type Database } from '../../../src/platform/postgres.ts'
import { type PostgresServer, startPostgres } from '../../faults/postgres-server.ts'
import { type PressDesk, pressDesk } from '../../press-desk.ts'

let folder: string
let server: PostgresServer
let db: Database
let desk: PressDesk
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'giaoban-away-'))
  server = await startPostgres(folder)
  await applyMigrations(server.url)
  db = createDatabase({ url: server.url, maxConnections: 5 })
}, 60_000)
beforeEach(async () => {
  desk = await pressDesk({ db } as Parameters<typeof pressDesk>[0])
})
afterAll(async () => {
  await closeDatabase(db)
  await server.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** Ends as soon as something waits for the database. */
function waiting() {
  let hear = () => {}
  const heard = new Promise<void>((resolve) => {
    hear = resolve
  })
  return { log: { ...silentLogger, warn: hear }, heard }
}

async function queued(name: string) {
  const { id } = await desk.addReporter({ name, chats: [{ on: desk.telegram }] })
  const publicationId = await desk.release()
  const { organisationId } = desk
  const broadcast = await startBroadcast(desk.deps, { publicationId, organisationId, by: desk.staff('editor') })
  const delivery = await desk.deliveryOf(broadcast, id)
  return { broadcast, reporterId: id, job: { deliveryId: delivery.id, attempt: 0 } }
}

describe('while the database is away', () => {
  const sent = { kind: 'sent', messageIds: ['x'], costVnd: 0 } as const
  test.each([
    ['arrived', sent, { state: 'sent', attempt: 1 }],
    ['never reached the platform', { kind: 'not-written', code: 'ECONNREFUSED' } as const, { state: 'planned' }],
    ['went to nobody', { kind: 'recipient-gone', code: '403', state: 'blocked' } as const, { state: 'failed' }],
  ])(
    'that a message %s is kept and written down when it is back',
    async (_what, answer, expected) => {
      const { broadcast, reporterId, job } = await queued('An')
      const { log, heard } = waiting()
      desk.telegram.script('An@telegram', { ...answer, meanwhile: () => server.stop('immediate') })
      const sending = sendDelivery({ ...desk.deps, log }, job)
      await heard
      await server.start()
      expect(await sending).toMatchObject({ kind: 'done' })
      const delivery = await desk.deliveryOf(broadcast, reporterId)
      expect(delivery).toMatchObject(expected)
      const events = await db.deliveryEvent.findMany({ where: { deliveryId: delivery.id }, orderBy: { id: 'asc' } })
      expect(events.slice(-2).map(({ state }) => state)).toEqual(['sending', delivery.state])
      const calls = answer.kind === 'sent' ? 2 : 1
      expect(desk.telegram.calls).toHaveLength(calls)
    },
    60_000,
  )

  test('nothing is sent, the lane rests, and the same jobs do their work afterwards', async () => {
    const { broadcast, reporterId, job } = await queued('Bình')
    const inboxId = desk.newUuid()
    const replyId = desk.newUuid()
    const contact = await db.contact.findFirstOrThrow({ where: { reporterId } })
    const message = { kind: 'message', blocks: [{ kind: 'paragraph', text: 'answer' }], buttons: [], files: [] }
    const { accountId } = desk.telegram
    const times = { state: 'queued', createdAt: desk.clock.now() } as const
    await db.reply.create({ data: { id: replyId, contactId: contact.id, accountId, inboxId, message, ...times } })
    await server.stop('fast')
    const paused = { kind: 'pause-lane', forMs: 1_000 }
    expect(await sendDelivery(desk.deps, job)).toEqual(paused)
    expect(await sendReply(desk.deps, { replyId, attempt: 0 })).toEqual(paused)
    expect(desk.telegram.calls).toEqual([])
    await server.start()
    expect(await sendDelivery(desk.deps, job)).toMatchObject({ kind: 'done' })
    expect(await sendReply(desk.deps, { replyId, attempt: 0 })).toMatchObject({ kind: 'done' })
    expect(desk.telegram.phone('Bình@telegram')).toEqual(['bulletin', 'invitation', 'answer'])
    expect(await desk.deliveryOf(broadcast, reporterId)).toMatchObject({ state: 'sent', attempt: 1 })
  }, 60_000)

  test('a message that could not even be composed waits too, and costs no attempt', async () => {
    const { broadcast, reporterId, job } = await queued('Chi')
    const compose: typeof desk.deps.compose = async () => {
      await server.stop('fast')
      await db.organisation.findFirst()
      return []
    }
    expect(await sendDelivery({ ...desk.deps, compose }, job)).toMatchObject({ kind: 'pause-lane' })
    await server.start()
    expect(await desk.deliveryOf(broadcast, reporterId)).toMatchObject({ state: 'queued', attempt: 0 })
  }, 60_000)

  test('a claim that was cut off leaves the row to be sent once', async () => {
    const { broadcast, reporterId, job } = await queued('Dũng')
    const { log, heard } = waiting()
    const holder = new pg.Client({ connectionString: server.url })
    holder.on('error', () => {})
    const compose: typeof desk.deps.compose = async (delivery, as) => {
      await holder.connect()
      await holder.query('BEGIN')
      await holder.query('SELECT FROM "Delivery" WHERE id = $1 FOR UPDATE', [delivery.id])
      setTimeout(() => void server.stop('immediate'), 50)
      return desk.deps.compose(delivery, as)
    }
    const sending = sendDelivery({ ...desk.deps, compose, log }, job)
    await heard
    await server.stop('fast')
    await server.start()
    expect(await sending).toMatchObject({ kind: 'pause-lane' })
    expect(await desk.deliveryOf(broadcast, reporterId)).toMatchObject({ state: 'queued', attempt: 0 })
    await sendDelivery(desk.deps, job)
    expect(await desk.deliveryOf(broadcast, reporterId)).toMatchObject({ state: 'sent', attempt: 1 })
    expect(desk.telegram.calls).toHaveLength(2)
  }, 60_000)
})

test('a claim whose answer got lost is given back, unless somebody else holds the row', async () => {
  const { broadcast, reporterId, job } = await queued('Giang')
  const at = desk.clock.now()
  const claim = { id: job.deliveryId, attempt: 0, messageKind: 'message', messageVnd: 0, at } as const
  expect(await claimDeliveries(db, [claim, claim])).toEqual(expect.arrayContaining([true, false]))
  await giveBack(db, { ...claim, at: new Date(at.getTime() - 1) })
  expect(await desk.deliveryOf(broadcast, reporterId)).toMatchObject({ state: 'sending', attempt: 1 })
  await giveBack(db, claim)
  expect(await desk.deliveryOf(broadcast, reporterId)).toMatchObject({ state: 'queued', attempt: 0, sendingAt: null })
})
