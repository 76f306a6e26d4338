import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'

/** The next pause is over for these: unknown since so long, and looked up so often. */
export function findDueLookUps(
  db: Db,
  due: {
    readonly accountIds: readonly string[]
    readonly pausesMs: readonly number[]
    readonly now: Date
    readonly limit: number
  },
): Promise<readonly { readonly id: string }[]> {
  const { accountIds, pausesMs, now, limit } = due
  if (accountIds.length === 0) return Promise.resolve([])
  const isDue = pausesMs.map(
    (pauseMs, lookUps) => Prisma.sql`("lookUps" = ${lookUps} AND "settledAt" <= ${new Date(now.getTime() - pauseMs)})`,
  )
  return db.$queryRaw(Prisma.sql`
    SELECT id FROM "Delivery" WHERE state = 'unknown' AND "accountId" = ANY(${accountIds}::uuid[])
      AND (${Prisma.join(isDue, ' OR ')})
    ORDER BY "settledAt", id LIMIT ${limit}`)
}

/** Counted before anything is asked, so that a crash in between costs one look and never a loop. */
export async function countLookUp(db: Db, id: string, at: Date): Promise<void> {
  await db.delivery.update({ where: { id }, data: { lookUps: { increment: 1 }, lookedUpAt: at } })
}

/** Looked into because something arrived: none of the looks that are due. */
export async function noteLookUp(db: Db, id: string, at: Date): Promise<void> {
  await db.delivery.update({ where: { id }, data: { lookedUpAt: at } })
}

/** This chat's unknown deliveries that were not looked up in this very moment; the newest first. */
export function findUnknownOfChat(
  db: Db,
  of: { readonly accountId: string; readonly address: string; readonly notSince: Date; readonly limit: number },
): Promise<readonly { readonly id: string }[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT d.id FROM "Delivery" d JOIN "Contact" c ON c.id = d."contactId"
    WHERE c."accountId" = ${of.accountId}::uuid AND c.address = ${of.address} AND d.state = 'unknown'
      AND d."accountId" = c."accountId" AND (d."lookedUpAt" IS NULL OR d."lookedUpAt" <= ${of.notSince})
    ORDER BY d.id DESC LIMIT ${of.limit}`)
}

/** When the attempt began whose end nobody knows. */
export async function findAttemptStart(db: Db, id: string, attempt: number): Promise<Date | undefined> {
  const where = { deliveryId: id, attempt, state: 'sending' as const }
  return (await db.deliveryEvent.findFirst({ where, orderBy: { id: 'desc' }, select: { at: true } }))?.at
}

/** The messages of this chat since then that the ledger or a reply accounts for: none of them is what stayed unknown. */
export async function findKnownMessages(
  db: Db,
  { reporterId, contactId }: { readonly reporterId: string; readonly contactId: string | null },
  since: Date,
): Promise<ReadonlySet<string>> {
  if (contactId === null) return new Set()
  const [deliveries, replies] = await Promise.all([
    db.delivery.findMany({ where: { reporterId, contactId, sendingAt: { gte: since } }, select: { messageIds: true } }),
    db.reply.findMany({ where: { contactId, sendingAt: { gte: since } }, select: { messageIds: true } }),
  ])
  // A part of which the platform made several messages keeps their ids in one entry.
  return new Set(
    [...deliveries, ...replies].flatMap(({ messageIds }) => messageIds).flatMap((entry) => entry.split(' ')),
  )
}
