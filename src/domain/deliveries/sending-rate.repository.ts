import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'
import { goneStates, type SendingRate, stretchOf } from './sending-rate.ts'

/** What went out when, counted from the rows: about 40 ms for 100,000 of them. */
export async function rateOf(
  db: Db,
  of: { readonly broadcastId: string; readonly from: Date; readonly to: Date },
): Promise<SendingRate> {
  const { broadcastId, from, to } = of
  const stretchMs = stretchOf(to.getTime() - from.getTime())
  const rows = await db.$queryRaw<{ start: Date; messages: number }[]>(Prisma.sql`
    SELECT date_bin(make_interval(secs => ${stretchMs / 1_000}), "sendingAt", ${from}) AS start,
      sum(GREATEST(cardinality("messageIds"), 1))::int AS messages
    FROM "Delivery"
    WHERE "broadcastId" = ${broadcastId}::uuid AND state = ANY(${[...goneStates]}::"DeliveryState"[])
      AND "accountId" IS NOT NULL AND "sendingAt" >= ${from}
    GROUP BY 1 ORDER BY 1`)
  const stretches = rows.map(({ start, messages }) => ({
    at: Math.round((start.getTime() - from.getTime()) / stretchMs),
    messages,
  }))
  return { from, to, stretchMs, stretches }
}
