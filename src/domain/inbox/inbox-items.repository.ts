import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'

export type InboxRow = {
  readonly id: string
  readonly accountId: string
  readonly payload: unknown
  readonly state: 'waiting' | 'handled' | 'ignored' | 'failed'
  readonly attempt: number
  readonly receivedAt: Date
}

/** False when this account brought the same update before. */
export async function insertInboxItem(
  db: Db,
  item: {
    readonly id: string
    readonly accountId: string
    readonly externalId: string
    readonly payload: unknown
    readonly receivedAt: Date
  },
): Promise<boolean> {
  const payload = (item.payload ?? {}) as Prisma.InputJsonValue
  return (await db.inboxItem.createMany({ data: [{ ...item, payload }], skipDuplicates: true })).count === 1
}

/** The row if it still waits, held against anybody else who handles it until the transaction ends. */
export async function takeWaitingItem(tx: Db, id: string): Promise<InboxRow | undefined> {
  await tx.$queryRaw`SELECT "id" FROM "InboxItem" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.inboxItem.findUnique({ where: { id } })
  return row?.state === 'waiting' ? row : undefined
}

export async function findInboxItem(db: Db, id: string): Promise<InboxRow | undefined> {
  return (await db.inboxItem.findUnique({ where: { id } })) ?? undefined
}

/** Only a waiting row changes: what was handled stays so. */
export async function settleInboxItem(
  db: Db,
  id: string,
  settled: {
    readonly state: 'waiting' | 'handled' | 'ignored' | 'failed'
    readonly reason?: string
    readonly attempt?: number
    readonly at: Date
  },
): Promise<void> {
  const { state, reason = null, attempt, at } = settled
  await db.inboxItem.updateMany({
    where: { id, state: 'waiting' },
    data: { state, reason, handledAt: state === 'waiting' ? null : at, ...(attempt === undefined ? {} : { attempt }) },
  })
}

/** When this account last heard anything before a moment. */
export async function findLastReceived(db: Db, accountId: string, before: Date): Promise<Date | undefined> {
  const where = { accountId, receivedAt: { lt: before } }
  return (await db.inboxItem.findFirst({ where, orderBy: { id: 'desc' }, select: { receivedAt: true } }))?.receivedAt
}

export async function deleteInboxItem(db: Db, id: string): Promise<void> {
  await db.inboxItem.deleteMany({ where: { id } })
}

/** Whatever an account ever brought of this person is emptied; the rows stay, so that repeats are known. */
export async function forgetPayloadsOf(
  db: Db,
  { accountId, address }: { readonly accountId: string; readonly address: string },
): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE "InboxItem" SET payload = '{}'::jsonb WHERE "accountId" = ${accountId}::uuid
      AND jsonb_path_exists(payload, '$.** ? (@ == $address)', jsonb_build_object('address', ${address}::text))`)
}

/** The row stays, so that a repeat is known; what was in it is gone. */
export async function forgetPayload(db: Db, id: string): Promise<void> {
  await db.inboxItem.update({ where: { id }, data: { payload: {} } })
}

export function findItemsWaitingSince(
  db: Db,
  of: { readonly accountIds: readonly string[]; readonly receivedBefore: Date; readonly limit: number },
): Promise<readonly { readonly id: string; readonly attempt: number }[]> {
  return db.inboxItem.findMany({
    where: { state: 'waiting', receivedAt: { lte: of.receivedBefore }, accountId: { in: [...of.accountIds] } },
    orderBy: { receivedAt: 'asc' },
    take: of.limit,
    select: { id: true, attempt: true },
  })
}
