import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../database.ts'
import { ledgerRow } from '../ledger-row.ts'
import { monday, type PressDesk, pressDesk } from '../press-desk.ts'

let database: TestDatabase
let desk: PressDesk
let ids: Readonly<Record<'an' | 'binh' | 'publication' | 'other', string>>
beforeAll(async () => {
  database = await testDatabase()
  desk = await pressDesk(database)
  const add = async (name: string) => (await desk.addReporter({ name, chats: [{ on: desk.telegram }] })).id
  const [an, binh] = [await add('An'), await add('Bình')]
  const publication = await desk.release()
  const other = desk.newUuid()
  const by = { organisationId: desk.organisationId, createdBy: 'x', createdAt: monday }
  await desk.db.broadcast.create({ data: { id: other, kind: 'publication', publicationId: publication, ...by } })
  ids = { an, binh, publication, other }
})
afterAll(() => database[Symbol.asyncDispose]())

type State = Parameters<typeof ledgerRow>[0]

/** Whether the database lets a broadcast of An's be changed like this; what it refuses, it names. */
async function tried(state: State, sql: string): Promise<string> {
  const { db } = desk
  const [broadcastId, id] = [desk.newUuid(), desk.newUuid()]
  const by = { organisationId: desk.organisationId, createdBy: 'x', createdAt: monday }
  const publicationId = ids.publication
  await db.broadcast.create({ data: { id: broadcastId, kind: 'publication', publicationId, ...by } })
  const chat = { accountId: desk.telegram.accountId, contactId: desk.newUuid(), surface: 'telegram' }
  const row = { id, broadcastId, reporterId: ids.an, messageKind: 'message', createdAt: monday }
  await db.delivery.create({ data: { ...row, ...chat, ...ledgerRow(state, monday) } })
  await db.deliveryEvent.create({ data: { deliveryId: id, at: monday, state, attempt: 0 } })
  const filled = sql.replace('$delivery', `'${id}'`).replace('$broadcast', `'${broadcastId}'`)
  const statement = filled.replace('$other', `'${ids.other}'`).replace('$binh', `'${ids.binh}'`)
  return db.$executeRawUnsafe(statement).then(
    () => 'allowed',
    ({ message }: Error) =>
      /constraint "(\w+)"|(cannot become|cannot be given|never changed)/.exec(message)?.[0] ?? message,
  )
}

const delivery = (set: string) => `UPDATE "Delivery" SET ${set} WHERE id = $delivery`
const broadcast = (set: string) => `UPDATE "Broadcast" SET ${set} WHERE id = $broadcast`
const settled = `"settledAt" = now()`

// In a press officer's words: what can never be, and what names it.
const impossible: readonly (readonly [string, State, string, string])[] = [
  ['sent without knowing which message', 'sending', delivery(`state = 'sent', ${settled}`), 'sent_has_message_ids'],
  ['sent with an empty message id', 'sent', delivery(`"messageIds" = '{""}'`), 'sent_has_message_ids'],
  ['sent without its time', 'sent', delivery(`"settledAt" = NULL`), 'settled_has_its_time'],
  ['waiting, and settled at a time', 'planned', delivery(settled), 'settled_has_its_time'],
  [
    'failed without a reason',
    'sending',
    delivery(`state = 'failed', reason = NULL, ${settled}`),
    'not_sent_has_a_reason',
  ],
  [
    'skipped without a reason',
    'planned',
    delivery(`state = 'skipped', reason = NULL, ${settled}`),
    'not_sent_has_a_reason',
  ],
  [
    'unknown without a reason',
    'sending',
    delivery(`state = 'unknown', reason = NULL, ${settled}`),
    'not_sent_has_a_reason',
  ],
  ['waiting for no account', 'planned', delivery(`"accountId" = NULL`), 'waiting_has_an_account'],
  ['waiting for nobody', 'planned', delivery(`"contactId" = NULL`), 'waiting_has_an_account'],
  [
    'queued for a page',
    'planned',
    delivery(`state = 'queued', surface = 'page', "accountId" = NULL`),
    'waiting_has_an_account',
  ],
  [
    'being sent without an attempt',
    'queued',
    delivery(`state = 'sending', "sendingAt" = now()`),
    'sending_is_an_attempt',
  ],
  ['being sent since no time', 'queued', delivery(`state = 'sending', attempt = 1`), 'sending_is_an_attempt'],
  ['fewer attempts than none', 'planned', delivery('attempt = -1'), 'counts_are_not_negative'],
  ['a cost below zero', 'planned', delivery(`"costVnd" = -1`), 'counts_are_not_negative'],
  ['retried from an attempt to come', 'planned', delivery(`"retriedFrom" = 1`), 'counts_are_not_negative'],
  ['sent, and sent again', 'sent', delivery(`state = 'planned', "settledAt" = NULL`), 'cannot become'],
  ['sent, and doubted later', 'sent', delivery(`state = 'unknown', reason = 'crashed'`), 'cannot become'],
  ['skipped, and sent all the same', 'skipped', delivery(`state = 'planned', "settledAt" = NULL`), 'cannot become'],
  [
    'sent in a chat without being queued',
    'planned',
    delivery(`state = 'sent', "messageIds" = '{1}', ${settled}`),
    'cannot become',
  ],
  [
    'doubtful without having been sent',
    'queued',
    delivery(`state = 'unknown', reason = 'crashed', ${settled}`),
    'cannot become',
  ],
  [
    'being sent straight from the plan',
    'planned',
    delivery(`state = 'sending', attempt = 1, "sendingAt" = now()`),
    'cannot become',
  ],
  ['failed, and sent by nobody', 'failed', delivery(`state = 'sent', "messageIds" = '{1}'`), 'cannot become'],
  ['given to another reporter', 'planned', delivery('"reporterId" = $binh'), 'cannot be given'],
  ['given to another broadcast', 'planned', delivery('"broadcastId" = $other'), 'cannot be given'],
  [
    'an event rewritten',
    'sent',
    `UPDATE "DeliveryEvent" SET state = 'failed' WHERE "deliveryId" = $delivery`,
    'never changed',
  ],
  ['an event taken out', 'sent', `DELETE FROM "DeliveryEvent" WHERE "deliveryId" = $delivery`, 'never changed'],
  ['finished at no time', 'sent', broadcast(`state = 'finished'`), 'over_has_its_time'],
  ['under way, and finished at a time', 'sent', broadcast(`"finishedAt" = now()`), 'over_has_its_time'],
  ['stopped without a reason', 'sent', broadcast(`state = 'stopped'`), 'standing_has_a_reason'],
  [
    'cancelled without a reason',
    'sent',
    broadcast(`state = 'cancelled', "finishedAt" = now()`),
    'standing_has_a_reason',
  ],
  ['held without a moment', 'sent', broadcast(`state = 'held', "stateReason" = 'quiet-hours'`), 'held_has_a_moment'],
  [
    'a recall that is held',
    'sent',
    broadcast(`kind = 'recall', state = 'held', "stateReason" = 'day-off', "heldUntil" = now()`),
    'recall_is_never_held',
  ],
  ['a sending of nothing', 'sent', broadcast('"publicationId" = NULL'), 'is_of_something'],
  ['a moment of no schedule', 'sent', broadcast('occurrence = now()'), 'scheduled_for_a_moment'],
  ['urgent for no reason', 'sent', broadcast(`"urgentBy" = 'a', "urgentAt" = now()`), 'urgent_with_a_reason'],
  [
    'urgent by one person',
    'sent',
    broadcast(
      `"urgentBy" = 'a', "urgentAt" = now(), "urgentReason" = 'r', "urgentAgreedBy" = 'a', "urgentAgreedAt" = now()`,
    ),
    'urgent_by_two',
  ],
  [
    'agreed to, but never asked for',
    'sent',
    broadcast(`"urgentAgreedBy" = 'a', "urgentAgreedAt" = now()`),
    'urgent_by_two',
  ],
]

test.each(impossible)('the database itself refuses: %s', async (_what, state, sql, rule) => {
  expect(await tried(state, sql)).toContain(rule)
})

test('one reporter has one delivery of a broadcast', async () => {
  const row = { broadcastId: ids.other, reporterId: ids.an, createdAt: monday }
  const add = () => desk.db.delivery.create({ data: { id: desk.newUuid(), ...row, ...ledgerRow('skipped', monday) } })
  await add()
  await expect(add()).rejects.toMatchObject({ code: 'P2002' })
})

test('what may happen is let through: a page in a held broadcast, an unknown settled, a failure tried again', async () => {
  const possible: readonly (readonly [State, string])[] = [
    ['planned', delivery(`state = 'planned', surface = 'page', "accountId" = NULL, "contactId" = NULL`)],
    ['planned', delivery(`state = 'sent', surface = 'page', "messageIds" = '{page}', ${settled}`)],
    ['unknown', delivery(`state = 'sent', reason = NULL, "messageIds" = '{-}'`)],
    ['failed', delivery(`state = 'planned', reason = NULL, "settledAt" = NULL`)],
    ['sent', delivery(`"openedAt" = now()`)],
    ['sent', 'DELETE FROM "Delivery" WHERE id = $delivery'],
  ]
  for (const [state, sql] of possible) expect([sql, await tried(state, sql)]).toEqual([sql, 'allowed'])
})
