import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'
import { type DeliveryReason, type DeliveryState, type Ledger, ledgerFrom, type MessageKind } from './delivery.ts'

/** Counts by state, always counted anew from the rows: cheap enough to be asked every second. */
export async function ledgerOf(db: Db, broadcastId: string): Promise<Ledger> {
  const groups = await db.delivery.groupBy({ by: ['state'], where: { broadcastId }, _count: true })
  return ledgerFrom(groups.map(({ state, _count }) => ({ state, count: _count })))
}

/** What the platforms have charged for it so far. */
export async function costOf(db: Db, broadcastId: string): Promise<number> {
  const { _sum } = await db.delivery.aggregate({ where: { broadcastId }, _sum: { costVnd: true } })
  return _sum.costVnd ?? 0
}

/** A line of the ledger as staff read it. */
export type DeliveryLine = {
  readonly id: string
  readonly reporterId: string
  readonly fullName: string
  readonly outletName: string
  readonly surface: string | null
  readonly messageKind: MessageKind | null
  readonly state: DeliveryState
  readonly reason: DeliveryReason | null
  readonly reasonDetail: string | null
  readonly attempt: number
  readonly costVnd: number
  readonly settledAt: Date | null
  readonly openedAt: Date | null
  /** When it is tried again, at the earliest. */
  readonly notBefore: Date | null
  /** How often the chat was searched for what is unknown, and when last. */
  readonly lookUps: number
  readonly lookedUpAt: Date | null
}

/** Which lines of a broadcast are meant. */
export type LinesOf = {
  readonly broadcastId: string
  readonly state?: DeliveryState
  readonly reason?: DeliveryReason
}

/** Counts from 1. */
export type DeliveryPage = LinesOf & { readonly page: number; readonly perPage?: number }

/** One page of lines, by outlet and name, and how many there are on all. */
export async function listDeliveries(
  db: Db,
  of: DeliveryPage,
): Promise<{ readonly lines: readonly DeliveryLine[]; readonly total: number }> {
  const { broadcastId, state, reason } = of
  const lines = await findDeliveryLines(db, of)
  const total = await db.delivery.count({ where: { broadcastId, ...(state && { state }), ...(reason && { reason }) } })
  return { lines, total }
}

/** One page of lines, by outlet and name. */
export function findDeliveryLines(db: Db, of: DeliveryPage): Promise<readonly DeliveryLine[]> {
  const { page, perPage = 50 } = of
  return findLines(db, wanted(of), { limit: perPage, offset: (page - 1) * perPage })
}

/** All lines, by outlet and name and a few thousand at a time, however many they are and whatever moves on meanwhile. */
export async function* everyDeliveryLine(db: Db, of: LinesOf): AsyncGenerator<readonly DeliveryLine[]> {
  for (let after: DeliveryLine | undefined; ; ) {
    const behind = after
      ? Prisma.sql`AND (o.name, r."fullName", d.id) > (${after.outletName}, ${after.fullName}, ${after.id}::uuid)`
      : Prisma.empty
    const lines = await findLines(db, Prisma.sql`${wanted(of)} ${behind}`, { limit: slice, offset: 0 })
    if (lines.length > 0) yield lines
    if (lines.length < slice) return
    after = lines.at(-1)
  }
}

const slice = 5_000

function wanted({ broadcastId, state, reason }: LinesOf): Prisma.Sql {
  const only = [Prisma.sql`d."broadcastId" = ${broadcastId}::uuid`]
  if (state) only.push(Prisma.sql`d.state = ${state}::"DeliveryState"`)
  if (reason) only.push(Prisma.sql`d.reason = ${reason}`)
  return Prisma.join(only, ' AND ')
}

function findLines(
  db: Db,
  which: Prisma.Sql,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly DeliveryLine[]> {
  return db.$queryRaw<DeliveryLine[]>(Prisma.sql`
    SELECT d.id, d."reporterId", r."fullName", o.name AS "outletName", d.surface, d."messageKind", d.state::text AS state,
      d.reason, d."reasonDetail", d.attempt, d."costVnd", d."settledAt", d."openedAt", d."notBefore", d."lookUps", d."lookedUpAt"
    FROM "Delivery" d JOIN "Reporter" r ON r.id = d."reporterId" JOIN "Outlet" o ON o.id = r."outletId"
    WHERE ${which} ORDER BY o.name, r."fullName", d.id LIMIT ${limit} OFFSET ${offset}`)
}

/** Accounts that keep deliveries of a broadcast waiting, and why: off, or stopped by a refusal. */
export function findWaitingAccounts(
  db: Db,
  broadcastId: string,
): Promise<
  readonly { accountId: string; name: string; state: 'off' | 'alarm'; stateReason: string | null; count: number }[]
> {
  return db.$queryRaw(Prisma.sql`
    SELECT a.id AS "accountId", a.name, a.state::text AS state, a."stateReason", count(*)::int AS count
    FROM "Delivery" d JOIN "ChannelAccount" a ON a.id = d."accountId"
    WHERE d."broadcastId" = ${broadcastId}::uuid AND d.state IN ('planned', 'queued') AND a.state <> 'on'
    GROUP BY a.id ORDER BY a.name`)
}
