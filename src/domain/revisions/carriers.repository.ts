import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import type { Revision } from './revision.ts'
import type { Carrier } from './revisions.repository.ts'

const onPhone = Prisma.sql`(d.state IN ('sending', 'sent', 'unknown') OR cardinality(d."messageIds") > 0)`
// Each compares one column with one list, so that a ledger of a whole country is gone through once and not once per row.
const noDeliveryStep = ({ id }: Revision, contactId = Prisma.sql`d."contactId"`) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM "RevisionStep" s
  WHERE s."revisionId" = ${id}::uuid AND s."deliveryId" = d.id AND s."contactId" = ${contactId})`
const noReplyStep = ({ id }: Revision) => Prisma.sql`NOT EXISTS (SELECT 1 FROM "RevisionStep" s
  JOIN "Revision" w ON w.id = s."revisionId" WHERE s."replyId" = d.id AND (w.id = ${id}::uuid OR w.kind = 'recalled'))`
const told = ({ publicationId }: Revision, reporter: Prisma.Sql) => Prisma.sql`COALESCE(${reporter} IN (
  SELECT n."reporterId" FROM "Delivery" n JOIN "Broadcast" t ON t.id = n."broadcastId"
  WHERE t.kind = 'recall' AND t."publicationId" = ${publicationId}::uuid), false) AS told`

/** Deliveries that brought the publication, and have no step of this revision yet; and what they left in chats they were handed over from. */
export function findPublicationDeliveries(db: Db, revision: Revision): Promise<readonly Carrier[]> {
  return db.$queryRaw<Carrier[]>(Prisma.sql`
    SELECT d.id AS "deliveryId", NULL AS "replyId", d."accountId", d."contactId", d."reporterId",
      ${told(revision, Prisma.sql`d."reporterId"`)}
    FROM "Broadcast" b JOIN "Delivery" d ON d."broadcastId" = b.id
    WHERE b."publicationId" = ${revision.publicationId}::uuid AND b.kind = 'publication' AND ${onPhone}
      AND ${noDeliveryStep(revision)}
    UNION ALL
    SELECT d.id, NULL, (e->>'accountId')::uuid, (e->>'contactId')::uuid, d."reporterId",
      ${told(revision, Prisma.sql`d."reporterId"`)}
    FROM "Broadcast" b JOIN "Delivery" d ON d."broadcastId" = b.id CROSS JOIN LATERAL jsonb_array_elements(d."earlierParts") e
    WHERE b."publicationId" = ${revision.publicationId}::uuid AND b.kind = 'publication' AND d."earlierParts" IS NOT NULL
      AND ${noDeliveryStep(revision, Prisma.sql`(e->>'contactId')::uuid`)}
    ORDER BY 1`)
}

/**
 * Deliveries that brought the buttons of a conference: with the publication that invites, with one that tells of a move, or with
 * a reminder to answer. What was called off with a recall is taken back by that.
 */
export function findInvitingDeliveries(db: Db, revision: Revision): Promise<readonly Carrier[]> {
  return db.$queryRaw<Carrier[]>(Prisma.sql`
    SELECT d.id AS "deliveryId", NULL AS "replyId", d."accountId", d."contactId", d."reporterId",
      false AS told
    FROM "Conference" c JOIN "Broadcast" b ON (b.kind = 'reminder' AND b."conferenceId" = c.id AND b."reminderKind" = 'answer-by')
        OR (b.kind = 'publication' AND (b."publicationId" = c."publicationId" OR b."publicationId" IN
          (SELECT m."noticeId" FROM "ConferenceMove" m WHERE m."conferenceId" = c.id)))
      JOIN "Delivery" d ON d."broadcastId" = b.id LEFT JOIN "Publication" p ON p.id = b."publicationId"
    WHERE c.id = ${revision.conferenceId}::uuid
      AND (p."recalledAt" IS NULL OR c."cancelledAt" IS NULL OR c."cancelledAt" > p."recalledAt")
      AND d."messageKind" IN ('message', 'charged-message') AND ${onPhone}
      AND ${noDeliveryStep(revision)} ORDER BY d.id`)
}

/** Where a reply speaks of the thing: the personal link to it, which every message about it carries; what says that it was recalled links elsewhere. */
export const linksTo = {
  publication: (id: string) => `/bulletins/${id}"`,
  conference: (id: string) => `/conferences/${id}"`,
} as const

export type ReplySearch = {
  readonly revision: Revision
  readonly links: readonly string[]
  /** Nothing earlier can have carried it. */
  readonly since: Date
}

/** Answers that brought it, and have no step of this revision yet. */
export function findReplies(db: Db, { revision, links, since }: ReplySearch): Promise<readonly Carrier[]> {
  if (links.length === 0) return Promise.resolve([])
  return db.$queryRaw<Carrier[]>(Prisma.sql`
    SELECT NULL AS "deliveryId", d.id AS "replyId", d."accountId", d."contactId", k."reporterId",
      ${told(revision, Prisma.sql`k."reporterId"`)}
    FROM "Contact" k JOIN "Reply" d ON d."contactId" = k.id
    WHERE k."organisationId" = ${revision.organisationId}::uuid AND d."createdAt" >= ${since} AND ${onPhone}
      AND ${mentions(links)} AND ${noReplyStep(revision)} ORDER BY d.id`)
}

/** Answers with the content that have not gone do not go any more. */
export function cancelReplies(tx: Transaction, { revision, links, since }: ReplySearch, at: Date): Promise<number> {
  return tx.$executeRaw(Prisma.sql`
    UPDATE "Reply" d SET state = 'skipped', reason = 'cancelled', "settledAt" = ${at}
    FROM "Contact" k WHERE k.id = d."contactId" AND k."organisationId" = ${revision.organisationId}::uuid
      AND d.state IN ('planned', 'queued') AND d."createdAt" >= ${since}
      AND ${mentions(links)}`)
}

const mentions = (links: readonly string[]): Prisma.Sql =>
  Prisma.sql`d.message::text LIKE ANY(${links.map((link) => `%${link}%`)}::text[])`

/** A row of a publication's ledger, for counting what a recall would do. */
export type OnPhone = Omit<Carrier, 'told'> & {
  readonly sentAt: Date
  /** It is on a phone or page, or may be. */
  readonly onPhone: boolean
  /** It would still go. */
  readonly waiting: boolean
}

export function findOnPhones(db: Db, publicationId: string): Promise<readonly OnPhone[]> {
  return db.$queryRaw<OnPhone[]>(Prisma.sql`
    SELECT d.id AS "deliveryId", NULL AS "replyId", d."accountId", d."contactId", d."reporterId",
      COALESCE(d."sendingAt", d."settledAt", d."createdAt") AS "sentAt", ${onPhone} AS "onPhone",
      d.state IN ('planned', 'queued') AS waiting
    FROM "Delivery" d JOIN "Broadcast" b ON b.id = d."broadcastId"
    WHERE b."publicationId" = ${publicationId}::uuid AND b.kind = 'publication' ORDER BY d.id`)
}
