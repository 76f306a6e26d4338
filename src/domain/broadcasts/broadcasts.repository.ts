import { Prisma } from '../../../prisma/generated/client.ts'
import { newId } from '../../platform/ids.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import { onPage } from '../deliveries/hand-over.ts'
import { type Broadcast, type BroadcastReason, type Chosen, openStates } from './broadcast.ts'
import type { Hold } from './hold.ts'

const columns = {
  id: true,
  organisationId: true,
  kind: true,
  state: true,
  stateReason: true,
  stateDetail: true,
  stateBy: true,
  stateAt: true,
  heldUntil: true,
  countedFrom: true,
  scheduleId: true,
  occurrence: true,
  urgentReason: true,
  urgentBy: true,
  urgentAt: true,
  urgentAgreedBy: true,
  urgentAgreedAt: true,
  publicationId: true,
  conferenceId: true,
  reminderKind: true,
  createdBy: true,
  createdAt: true,
  finishedAt: true,
} as const

/** Our own code writes the reason, so it is one of ours. */
const broadcastFrom = (row: BroadcastRow): Broadcast => ({
  ...row,
  stateReason: row.stateReason as BroadcastReason | null,
})
type BroadcastRow = Prisma.BroadcastGetPayload<{ select: typeof columns }>

export async function findBroadcast(db: Db, organisationId: string, id: string): Promise<Broadcast | null> {
  const row = await db.broadcast.findFirst({ where: { id, organisationId }, select: columns })
  return row && broadcastFrom(row)
}

/** Newest first. */
export async function listBroadcasts(
  db: Db,
  filter: {
    readonly organisationId: string
    readonly publicationId?: string
    readonly conferenceId?: string
    readonly states?: readonly Broadcast['state'][]
  },
  limit = 50,
): Promise<readonly Broadcast[]> {
  const { states, ...of } = filter
  const where = { ...of, ...(states && { state: { in: [...states] } }) }
  const orderBy = [{ createdAt: 'desc' }, { id: 'desc' }] as const
  const rows = await db.broadcast.findMany({ where, select: columns, orderBy: [...orderBy], take: limit })
  return rows.map(broadcastFrom)
}

/** The sending of a publication that is under way or stopped; the caller holds the publication locked. */
export async function findUnfinished(tx: Transaction, publicationId: string): Promise<Broadcast | null> {
  const where = { publicationId, kind: 'publication' as const, state: { in: [...openStates] } }
  const row = await tx.broadcast.findFirst({ where, select: columns })
  return row && broadcastFrom(row)
}

/** Whether an earlier sending of it reached somebody, or may have; the caller holds the publication locked. */
export async function wasSentBefore(tx: Db, publicationId: string): Promise<boolean> {
  const reached: Prisma.DeliveryWhereInput[] = [
    { state: { in: ['sending', 'sent', 'unknown'] } },
    // In part, at least.
    { messageIds: { isEmpty: false } },
    { earlierParts: { not: Prisma.AnyNull } },
  ]
  const where = { publicationId, kind: 'publication' as const, deliveries: { some: { OR: reached } } }
  return (await tx.broadcast.count({ where })) > 0
}

/** What a broadcast begins as; the rest of its columns says what happens to it later. */
export type NewBroadcast = Pick<
  Broadcast,
  'id' | 'organisationId' | 'kind' | 'publicationId' | 'conferenceId' | 'reminderKind' | 'createdBy' | 'createdAt'
> &
  Partial<Pick<Broadcast, 'scheduleId' | 'occurrence'>> & {
    /** What it waits for; it goes at once without. */
    readonly hold?: Hold | undefined
  }

/** The broadcast and its whole ledger, one row per reporter; an audience given page by page fits into a small memory. Gives how many they are. */
export async function insertBroadcast(
  tx: Transaction,
  broadcast: NewBroadcast,
  audience: readonly Chosen[] | AsyncIterable<readonly Chosen[]>,
): Promise<number> {
  const { hold, ...row } = broadcast
  await tx.broadcast.create({ data: { ...row, ...beginning(hold, row.createdAt) } })
  let count = 0
  for await (const page of Symbol.asyncIterator in audience ? audience : pagesOf(audience)) {
    count += page.length
    const rows = page.map((chosen) => deliveryRow(chosen, row.createdAt, hold !== undefined))
    await insertDeliveries(tx, broadcast, rows)
  }
  return count
}

/** Further people for a broadcast that is there; who is in it already stays as they are. */
export async function addToBroadcast(
  tx: Transaction,
  broadcast: Broadcast,
  audience: readonly Chosen[],
  at: Date,
): Promise<void> {
  const ids = audience.map(({ reporter }) => reporter.id)
  const there = await tx.delivery.findMany({
    where: { broadcastId: broadcast.id, reporterId: { in: ids } },
    select: { reporterId: true },
  })
  const known = new Set(there.map(({ reporterId }) => reporterId))
  const rows = audience.filter(({ reporter }) => !known.has(reporter.id)).map((chosen) => deliveryRow(chosen, at))
  if (rows.length === 0) return
  // Whoever would finish it in this moment waits for the new rows.
  await tx.$queryRaw`SELECT 1 FROM "Broadcast" WHERE id = ${broadcast.id}::uuid FOR NO KEY UPDATE`
  await tx.broadcast.updateMany({
    where: { id: broadcast.id, state: 'finished' },
    data: { state: 'sending', stateAt: at, finishedAt: null },
  })
  await insertDeliveries(tx, { ...broadcast, createdAt: at }, rows)
}

/** The notices that a publication was recalled; there is at most one broadcast of them. */
export async function findRecallBroadcast(db: Db, publicationId: string): Promise<Broadcast | null> {
  const row = await db.broadcast.findFirst({ where: { publicationId, kind: 'recall' }, select: columns })
  return row && broadcastFrom(row)
}

function* pagesOf(audience: readonly Chosen[]): Generator<readonly Chosen[]> {
  for (let from = 0; from < audience.length; from += slice) yield audience.slice(from, from + slice)
}

const slice = 2_000

const beginning = (hold: Hold | undefined, at: Date) =>
  hold
    ? ({
        state: 'held',
        stateReason: hold.reason,
        stateDetail: hold.detail,
        stateAt: at,
        heldUntil: hold.until,
      } as const)
    : ({ state: 'sending', stateAt: at, countedFrom: at } as const)

function deliveryRow({ reporter, choice }: Chosen, at: Date, held = false) {
  const nothing = { accountId: null, contactId: null, surface: null, messageKind: null, messageIds: [] }
  const base = { ...nothing, id: newId(at), reporterId: reporter.id, reason: null }
  // On their pages it is when the broadcast goes, not before.
  if (choice.kind === 'page' && held) return { ...base, ...onPage, messageIds: [], state: 'planned' }
  if (choice.kind === 'page') return { ...base, ...onPage, state: 'sent' }
  if (choice.kind === 'skip') return { ...base, state: 'skipped', reason: choice.reason }
  const { surface, contactId, accountId, messageKind } = choice
  return { ...base, surface, contactId, accountId, messageKind, state: 'planned' }
}

// One statement for thousands of rows: a parameter each would be far slower. What begins as planned needs no event: its own time says it.
async function insertDeliveries(tx: Transaction, broadcast: NewBroadcast, rows: readonly object[]): Promise<void> {
  const { id, createdAt } = broadcast
  await tx.$executeRaw(Prisma.sql`
    WITH given AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS g(id uuid, "reporterId" uuid, "accountId" uuid,
        "contactId" uuid, surface text, "messageKind" text, "messageIds" text[], state "DeliveryState", reason text)),
    inserted AS (
      INSERT INTO "Delivery" (id, "broadcastId", "reporterId", "accountId", "contactId", surface, "messageKind", "messageIds",
        "triedContacts", state, reason, "createdAt", "settledAt")
      SELECT id, ${id}::uuid, "reporterId", "accountId", "contactId", surface, "messageKind", "messageIds", '{}', state, reason,
        ${createdAt}, CASE WHEN state = 'planned' THEN NULL ELSE ${createdAt}::timestamptz END FROM given)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt, reason)
      SELECT id, ${createdAt}, state, 0, reason FROM given WHERE state <> 'planned'`)
}
