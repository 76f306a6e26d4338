import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import type { SendableDelivery } from './deliveries.repository.ts'

/** Where nothing told the message's id at the platform. */
const noMessageId = '-'

/** What changes with an unknown delivery that arrived after all: it was charged, although no answer told it. */
export const arrivedWithoutAnswer = ({
  messageIds,
  messageVnd,
}: Pick<SendableDelivery, 'messageIds' | 'messageVnd'>) => ({
  costVnd: { increment: messageVnd },
  messageIds: messageIds.length > 0 ? [...messageIds] : [noMessageId],
})

export async function isRecalled(db: Db, publicationId: string): Promise<boolean> {
  return (await db.publication.count({ where: { id: publicationId, recalledAt: { not: null } } })) > 0
}

/** Whether staff has settled the doubt about this attempt in the same way before; the latest doubt where none is named. */
export async function wasDecided(
  db: Db,
  { id, attempt }: Pick<SendableDelivery, 'id' | 'attempt'>,
  as: 'received' | 'resend',
  about?: number,
): Promise<boolean> {
  const decided =
    as === 'received' ? ({ state: 'sent' } as const) : ({ state: 'planned', reason: 'sent-again' } as const)
  // What was sent again may be under way by now, or have arrived.
  const latest = as === 'received' ? [attempt] : [attempt, attempt - 1]
  const attempts = about === undefined ? latest : [about]
  const where = { deliveryId: id, ...decided, attempt: { in: attempts }, by: { startsWith: 'staff:' } }
  return (await db.deliveryEvent.count({ where })) > 0
}

/** Settles every unknown delivery of a broadcast the same way, each with its event; gives how many there were. */
export function settleUnknownOf(
  tx: Transaction,
  settling: {
    readonly broadcastId: string
    readonly as: 'received' | 'resend'
    readonly by: string
    readonly at: Date
  },
): Promise<number> {
  const { broadcastId, as, by, at } = settling
  const [state, reason] = as === 'received' ? ['sent', null] : ['planned', 'sent-again']
  // What arrived was charged, although no answer told it.
  const changes =
    as === 'received'
      ? Prisma.sql`"settledAt" = ${at}::timestamptz, "costVnd" = "costVnd" + "messageVnd",
          "messageIds" = CASE WHEN cardinality("messageIds") > 0 THEN "messageIds" ELSE ARRAY[${noMessageId}] END`
      : Prisma.sql`"settledAt" = NULL, "notBefore" = NULL`
  return tx.$executeRaw(Prisma.sql`
    WITH settled AS (
      UPDATE "Delivery" SET state = ${state}::"DeliveryState", reason = ${reason}, "reasonDetail" = NULL, ${changes}
      WHERE "broadcastId" = ${broadcastId}::uuid AND state = 'unknown' RETURNING id, attempt)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt, reason, by)
      SELECT id, ${at}, ${state}::"DeliveryState", attempt, ${reason}, ${by} FROM settled`)
}
