import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'
import type { DeliveryReason } from './delivery.ts'

/** Somebody whom no surface reached: a matter for a telephone call, and said of nobody who only did not answer. */
export type CallLine = {
  readonly deliveryId: string
  readonly reporterId: string
  readonly fullName: string
  readonly outletName: string
  readonly reason: DeliveryReason
  readonly hasPhone: boolean
}

/** Who asked for no messages, who left, and what was called off or not needed: nobody is called for these. */
const notForCalls: readonly DeliveryReason[] = ['stopped', 'left', 'not-needed', 'cancelled']

/** By outlet and name; it holds reasons of deliveries only, and empties with the sending. */
export function findCallList(
  db: Db,
  of: { readonly broadcastId: string; readonly limit: number },
): Promise<readonly CallLine[]> {
  return db.$queryRaw<CallLine[]>(Prisma.sql`
    SELECT d.id AS "deliveryId", r.id AS "reporterId", r."fullName", o.name AS "outletName", d.reason,
      r."phoneSealed" IS NOT NULL AS "hasPhone"
    FROM "Delivery" d JOIN "Reporter" r ON r.id = d."reporterId" JOIN "Outlet" o ON o.id = r."outletId"
    WHERE d."broadcastId" = ${of.broadcastId}::uuid AND ${unreached}
    ORDER BY o.name, r."fullName", d.id LIMIT ${of.limit}`)
}

export async function countCallList(db: Db, broadcastId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>(Prisma.sql`
    SELECT count(*)::int AS count FROM "Delivery" d JOIN "Reporter" r ON r.id = d."reporterId"
    WHERE d."broadcastId" = ${broadcastId}::uuid AND ${unreached}`)
  return row?.count ?? 0
}

const unreached = Prisma.sql`d.state IN ('failed', 'skipped') AND d.reason IS NOT NULL
  AND NOT d.reason = ANY(${[...notForCalls]}) AND r.state = 'active'`
