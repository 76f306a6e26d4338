import { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../platform/postgres.ts'
import type { DeliveryState } from './delivery.ts'

/** What the column becomes when a delivery `d` goes on by another way than its chat: parts that arrived there are kept in mind. */
export const withPartsLeft = Prisma.sql`CASE WHEN d."contactId" IS NULL OR COALESCE(cardinality(d."messageIds"), 0) = 0 THEN d."earlierParts"
  ELSE COALESCE(d."earlierParts", '[]') || jsonb_build_array(jsonb_build_object('accountId', d."accountId", 'contactId', d."contactId",
    'messageKind', d."messageKind", 'messageIds', d."messageIds", 'sentAt', COALESCE(d."sendingAt", d."createdAt"))) END`

/** Called before the delivery is moved, in the same transaction. */
export async function keepPartsLeft(
  tx: Transaction,
  { id }: { readonly id: string },
  attempt: number,
  from: readonly DeliveryState[],
): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE "Delivery" d SET "earlierParts" = ${withPartsLeft}
    WHERE d.id = ${id}::uuid AND d.attempt = ${attempt} AND d.state::text = ANY(${[...from]}) AND d."contactId" IS NOT NULL AND cardinality(d."messageIds") > 0`)
}
