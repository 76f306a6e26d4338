import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Audience } from '../publications/publication.ts'
import { linksTo } from '../revisions/carriers.repository.ts'
import type { ContactOfReporter, ReporterFacts } from './choose-surface.ts'

/** Everybody of the roster an audience names, with what the choice of a surface depends on; who left the roster is not on it. */
export function findAudience(db: Db, organisationId: string, audience: Audience): Promise<readonly ReporterFacts[]> {
  const conditions = [Prisma.sql`r."organisationId" = ${organisationId}::uuid`, Prisma.sql`r.state <> 'left'`]
  if (audience.kind === 'outlet-kinds') conditions.push(Prisma.sql`o.kind = ANY(${audience.kinds})`)
  if (audience.kind === 'invited') {
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM "Invitation" i
      WHERE i."reporterId" = r.id AND i."conferenceId" = ${audience.conferenceId}::uuid)`)
  }
  if (audience.kind === 'recipients') {
    conditions.push(Prisma.sql`(EXISTS (SELECT 1 FROM "Delivery" d JOIN "Broadcast" b ON b.id = d."broadcastId"
      WHERE d."reporterId" = r.id AND b."publicationId" = ${audience.publicationId}::uuid AND b.kind = 'publication'
        AND (d.state IN ('sending', 'sent', 'unknown') OR cardinality(d."messageIds") > 0))
      OR ${openedInChat(organisationId, audience.publicationId)})`)
  }
  if (audience.except?.length) conditions.push(Prisma.sql`NOT r.id = ANY(${audience.except}::uuid[])`)
  return find(db, Prisma.join(conditions, ' AND '))
}

/** Who joined after the sending may have it all the same, as an answer. Gone through once, not once per person. */
const openedInChat = (organisationId: string, publicationId: string): Prisma.Sql => Prisma.sql`r.id IN (
  SELECT k."reporterId" FROM "Publication" q JOIN "Contact" k ON k."organisationId" = q."organisationId"
    JOIN "Reply" a ON a."contactId" = k.id AND a."createdAt" >= q."releasedAt"
  WHERE q.id = ${publicationId}::uuid AND q."organisationId" = ${organisationId}::uuid AND k."reporterId" IS NOT NULL
    AND (a.state IN ('sending', 'sent', 'unknown') OR cardinality(a."messageIds") > 0)
    AND a.message::text LIKE ${`%${linksTo.publication(publicationId)}%`})`

export const findReportersById = (db: Db, ids: readonly string[]): Promise<readonly ReporterFacts[]> =>
  find(db, Prisma.sql`r.id = ANY(${ids}::uuid[])`)

async function find(db: Db, condition: Prisma.Sql): Promise<readonly ReporterFacts[]> {
  const rows = await db.$queryRaw<(Omit<ReporterFacts, 'contacts'> & { contacts: ContactJson[] })[]>(Prisma.sql`
    SELECT r.id, r."fullName", o.name AS "outletName", r.state::text AS state, r."preferredChannel", r."pageSince",
      COALESCE(json_agg(json_build_object(
        'id', c.id, 'accountId', c."accountId", 'channel', c.channel, 'address', c.address, 'state', c.state,
        'lastInteractionAt', c."lastInteractionAt",
        'consented', EXISTS (SELECT 1 FROM "Consent" k WHERE k."reporterId" = r.id AND k."contactId" = c.id
          AND k.purpose = 'bulletins' AND k."withdrawnAt" IS NULL)
      )) FILTER (WHERE c.id IS NOT NULL), '[]') AS contacts
    FROM "Reporter" r JOIN "Outlet" o ON o.id = r."outletId" LEFT JOIN "Contact" c ON c."reporterId" = r.id
    WHERE ${condition}
    GROUP BY r.id, o.name ORDER BY o.name, r."fullName", r.id`)
  return rows.map((row) => ({ ...row, contacts: row.contacts.map(contactFrom) }))
}

// Inside JSON a moment is text.
type ContactJson = Omit<ContactOfReporter, 'lastInteractionAt'> & { readonly lastInteractionAt: string | null }
const contactFrom = (json: ContactJson): ContactOfReporter => ({
  ...json,
  lastInteractionAt: json.lastInteractionAt === null ? null : new Date(json.lastInteractionAt),
})
