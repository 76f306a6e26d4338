import { Prisma } from '../../../prisma/generated/client.ts'
import type { OutgoingNotice } from '../../channels/outgoing-message.ts'
import type { Transaction } from '../../platform/postgres.ts'
import type { MessageKind } from '../deliveries/delivery.ts'
import { withPartsLeft } from '../deliveries/earlier-parts.repository.ts'
import type { Broadcast } from './broadcast.ts'

/** A failed delivery that may be tried once more. */
export type FailedRow = {
  readonly id: string
  readonly reporterId: string
  readonly contactId: string | null
  readonly messageKind: MessageKind | null
  /** How many parts of it have arrived. */
  readonly parts: number
  readonly noticeAbout: OutgoingNotice['about']
}

/** The failed rows of a broadcast by id, locked; without people whom a later sending of the same has reached, or may reach. */
export function findFailed(
  tx: Transaction,
  broadcast: Pick<Broadcast, 'id' | 'kind' | 'publicationId' | 'createdAt'>,
  after: string | undefined,
  limit: number,
): Promise<readonly FailedRow[]> {
  const { id, kind, publicationId, createdAt } = broadcast
  return tx.$queryRaw<FailedRow[]>(Prisma.sql`
    SELECT d.id, d."reporterId", d."contactId", d."messageKind", COALESCE(cardinality(d."messageIds"), 0) AS parts,
      CASE WHEN ${kind} = 'reminder' THEN 'reminder' WHEN ${kind} = 'recall' THEN 'announcement'
        ELSE COALESCE((SELECT p.kind::text FROM "Publication" p WHERE p.id = ${publicationId}::uuid), 'announcement')
        END AS "noticeAbout"
    FROM "Delivery" d
    WHERE d."broadcastId" = ${id}::uuid AND d.state = 'failed' AND (${after ?? null}::uuid IS NULL OR d.id > ${after ?? null}::uuid)
      AND NOT EXISTS (
        SELECT 1 FROM "Broadcast" l JOIN "Delivery" o ON o."broadcastId" = l.id AND o."reporterId" = d."reporterId"
        WHERE ${kind} = 'publication' AND l."publicationId" = ${publicationId}::uuid AND l.kind = 'publication'
          AND l.id <> ${id}::uuid AND l."createdAt" >= ${createdAt}
          AND (o.state IN ('planned', 'queued', 'sending', 'sent', 'unknown') OR cardinality(o."messageIds") > 0))
    ORDER BY d.id LIMIT ${limit} FOR NO KEY UPDATE OF d`)
}

export type Retry = {
  readonly id: string
  readonly surface: string
  readonly messageKind: MessageKind
  readonly accountId: string | null
  readonly contactId: string | null
  /** It goes on behind the parts that have arrived. */
  readonly keepParts: boolean
}

/** Plans them again, attempts counted from here; they are locked and failed, so that their ids alone lead to them. */
export function planRetries(
  tx: Transaction,
  retries: readonly Retry[],
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<number> {
  return tx.$executeRaw(Prisma.sql`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(retries)}::jsonb) AS g(id uuid, surface text, "messageKind" text,
        "accountId" uuid, "contactId" uuid, "keepParts" boolean)),
    again AS (
      UPDATE "Delivery" d SET state = 'planned', surface = g.surface, "messageKind" = g."messageKind",
        "accountId" = g."accountId", "contactId" = g."contactId", "triedContacts" = '{}', "retriedFrom" = d.attempt,
        "messageIds" = CASE WHEN g."keepParts" THEN d."messageIds" ELSE '{}' END,
        "earlierParts" = CASE WHEN g."keepParts" THEN d."earlierParts" ELSE ${withPartsLeft} END,
        reason = NULL, "reasonDetail" = NULL, "notBefore" = NULL, "settledAt" = NULL
      FROM given g WHERE d.id = g.id RETURNING d.id, d.attempt)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt, reason, by)
      SELECT id, ${at}, 'planned', attempt, 'sent-again', ${by} FROM again`)
}
