import { Prisma } from '../../../prisma/generated/client.ts'
import type { Database, Db } from '../../platform/postgres.ts'
import type { Audience } from '../publications/publication.ts'
import { linksTo } from '../revisions/carriers.repository.ts'
import type { ContactOfReporter, ReporterFacts } from './choose-surface.ts'

/** How many people are held at once while an audience is gone through: of more, the garbage outlives its youth and fills the heap. */
const pageSize = 400

/**
 * Everybody of the roster an audience names, with what the choice of a surface depends on, page by page in the order of their
 * ids, so that a whole country fits into a small memory; who left the roster is not on it. The next page is read while the caller
 * works on one, hence never in its transaction. `askable` leaves out those who never wrote to one of these accounts.
 */
export async function* audiencePages(
  db: Database,
  organisationId: string,
  audience: Audience,
  { askable }: { readonly askable?: readonly string[] } = {},
): AsyncGenerator<readonly ReporterFacts[]> {
  const conditions = [Prisma.sql`r."organisationId" = ${organisationId}::uuid`, Prisma.sql`r.state <> 'left'`]
  if (audience.kind === 'outlet-kinds') conditions.push(Prisma.sql`o.kind = ANY(${audience.kinds})`)
  if (audience.kind === 'invited') {
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM "Invitation" i
      WHERE i."reporterId" = r.id AND i."conferenceId" = ${audience.conferenceId}::uuid)`)
  }
  if (audience.kind === 'recipients') {
    const opened = await openedInChat(db, organisationId, audience.publicationId)
    conditions.push(Prisma.sql`(EXISTS (SELECT 1 FROM "Delivery" d JOIN "Broadcast" b ON b.id = d."broadcastId"
      WHERE d."reporterId" = r.id AND b."publicationId" = ${audience.publicationId}::uuid AND b.kind = 'publication'
        AND (d.state IN ('sending', 'sent', 'unknown') OR cardinality(d."messageIds") > 0))
      OR r.id = ANY(${opened}::uuid[]))`)
  }
  if (audience.except?.length) conditions.push(Prisma.sql`NOT r.id = ANY(${audience.except}::uuid[])`)
  if (askable) {
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM "Contact" c WHERE c."reporterId" = r.id
      AND c."accountId" = ANY(${[...askable]}::uuid[]) AND c."lastInteractionAt" IS NOT NULL)`)
  }
  const read = (after?: string) => {
    const behind = after === undefined ? [] : [Prisma.sql`r.id > ${after}::uuid`]
    return find(db, Prisma.join([...conditions, ...behind], ' AND '), pageSize)
  }
  let next = read()
  for (;;) {
    const page = await next
    const last = page.at(-1)
    const isLast = last === undefined || page.length < pageSize
    if (!isLast) next = read(last.id)
    // Whoever stops half way asks for it no more.
    next.catch(() => {})
    if (page.length > 0) yield page
    if (isLast) return
  }
}

/** Who joined after the sending may have it all the same, as an answer. Gone through once, not once per person or page. */
async function openedInChat(db: Db, organisationId: string, publicationId: string): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ reporterId: string }[]>(Prisma.sql`
    SELECT DISTINCT k."reporterId" FROM "Publication" q JOIN "Contact" k ON k."organisationId" = q."organisationId"
      JOIN "Reply" a ON a."contactId" = k.id AND a."createdAt" >= q."releasedAt"
    WHERE q.id = ${publicationId}::uuid AND q."organisationId" = ${organisationId}::uuid AND k."reporterId" IS NOT NULL
      AND (a.state IN ('sending', 'sent', 'unknown') OR cardinality(a."messageIds") > 0)
      AND a.message::text LIKE ${`%${linksTo.publication(publicationId)}%`}`)
  return rows.map(({ reporterId }) => reporterId)
}

/** In the order of their ids. */
export const findReportersById = (db: Db, ids: readonly string[]): Promise<readonly ReporterFacts[]> =>
  find(db, Prisma.sql`r.id = ANY(${[...ids]}::uuid[])`)

// By id, what is read and later written lies side by side in every index: twice as fast as by name. A page is one cell, since
// taking thousands of rows apart costs the client more than the database takes to find them.
async function find(db: Db, condition: Prisma.Sql, limit?: number): Promise<readonly ReporterFacts[]> {
  const [row] = await db.$queryRaw<{ page: string }[]>(Prisma.sql`
    SELECT COALESCE(json_agg(p ORDER BY p.id), '[]')::text AS page FROM (
      SELECT r.id, r."fullName", o.name AS "outletName", r.state, r."preferredChannel", r."pageSince", (
        SELECT COALESCE(json_agg(json_build_object(
          'id', c.id, 'accountId', c."accountId", 'channel', c.channel, 'address', c.address, 'state', c.state,
          'lastInteractionAt', c."lastInteractionAt",
          'consented', EXISTS (SELECT 1 FROM "Consent" k WHERE k."reporterId" = r.id AND k."contactId" = c.id
            AND k.purpose = 'bulletins' AND k."withdrawnAt" IS NULL))), '[]')
        FROM "Contact" c WHERE c."reporterId" = r.id) AS contacts
      FROM "Reporter" r JOIN "Outlet" o ON o.id = r."outletId"
      WHERE ${condition} ORDER BY r.id ${limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${limit}`}) p`)
  return (JSON.parse(row?.page ?? '[]') as ReporterJson[]).map(reporterFrom)
}

// Inside JSON a moment is text.
type ReporterJson = Omit<ReporterFacts, 'contacts' | 'pageSince'> & {
  readonly pageSince: string | null
  readonly contacts: readonly ContactJson[]
}
type ContactJson = Omit<ContactOfReporter, 'lastInteractionAt'> & { readonly lastInteractionAt: string | null }

const reporterFrom = ({ pageSince, contacts, ...json }: ReporterJson): ReporterFacts => ({
  ...json,
  pageSince: momentFrom(pageSince),
  contacts: contacts.map(({ lastInteractionAt, ...contact }) => ({
    ...contact,
    lastInteractionAt: momentFrom(lastInteractionAt),
  })),
})
const momentFrom = (text: string | null): Date | null => (text === null ? null : new Date(text))
