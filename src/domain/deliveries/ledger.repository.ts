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
}

export type DeliveryPage = {
  readonly broadcastId: string
  readonly state?: DeliveryState
  /** Counts from 1. */
  readonly page: number
  readonly perPage?: number
}

/** One page of lines, by outlet and name. */
export async function listDeliveries(
  db: Db,
  { broadcastId, state, page, perPage = 50 }: DeliveryPage,
): Promise<{ readonly lines: readonly DeliveryLine[]; readonly total: number }> {
  const only = state ? Prisma.sql`AND d.state = ${state}::"DeliveryState"` : Prisma.empty
  const lines = await db.$queryRaw<DeliveryLine[]>(Prisma.sql`
    SELECT d.id, d."reporterId", r."fullName", o.name AS "outletName", d.surface, d."messageKind", d.state::text AS state,
      d.reason, d."reasonDetail", d.attempt, d."costVnd", d."settledAt", d."openedAt"
    FROM "Delivery" d JOIN "Reporter" r ON r.id = d."reporterId" JOIN "Outlet" o ON o.id = r."outletId"
    WHERE d."broadcastId" = ${broadcastId}::uuid ${only}
    ORDER BY o.name, r."fullName", d.id LIMIT ${perPage} OFFSET ${(page - 1) * perPage}`)
  const total = await db.delivery.count({ where: { broadcastId, ...(state && { state }) } })
  return { lines, total }
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
