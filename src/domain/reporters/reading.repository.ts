import type { Db } from '../../platform/postgres.ts'
import { begunSending } from '../broadcasts/beginnings.repository.ts'
import { audienceSchema } from '../publications/publication.ts'

/** Something a reporter may open, and since when it was on its way to them. */
export type Readable = {
  readonly publicationId: string
  readonly kind: 'bulletin' | 'announcement'
  readonly title: string
  readonly sentAt: Date
  /** Taken back: it may be opened, but says only that. */
  readonly recalled: boolean
  /** Another one has gone out in its place. */
  readonly replaced: boolean
}

/** For so long somebody who joined later is shown what went to the audience they are part of. */
const newcomersReadMs = 30 * 86_400_000

/**
 * What a reporter may open, newest first: what was sent to them, and of the last 30 days what went out to an audience that
 * includes them, for those who joined after it.
 */
export async function findReadable(
  db: Db,
  reporterId: string,
  now: Date,
  publicationId?: string,
): Promise<readonly Readable[]> {
  const reporter = await db.reporter.findUnique({ where: { id: reporterId }, include: { outlet: true } })
  if (!reporter) return []
  const { organisationId } = reporter
  const broadcasts = await db.broadcast.findMany({
    where: {
      organisationId,
      kind: 'publication',
      ...(publicationId === undefined ? {} : { publicationId }),
      publication: { state: 'released' },
      OR: [
        { deliveries: { some: { reporterId, ...arrived } } },
        { createdAt: { gte: new Date(now.getTime() - newcomersReadMs) }, OR: goneOut },
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 100,
    select: {
      createdAt: true,
      publication: {
        select: {
          id: true,
          kind: true,
          title: true,
          audience: true,
          recalledAt: true,
          corrections: { where: { broadcasts: { some: begunSending } }, select: { id: true }, take: 1 },
        },
      },
      deliveries: { where: { reporterId }, select: { state: true, openedAt: true, messageIds: true } },
    },
  })
  const corrected = new Set<string>()
  for (const { publication, deliveries } of broadcasts) {
    if (deliveries.length > 0) continue
    const audience = audienceSchema.safeParse(publication?.audience).data
    if (audience?.kind !== 'recipients' || audience.publicationId === publicationId) continue
    if (await mayRead(db, reporterId, audience.publicationId, now)) corrected.add(audience.publicationId)
  }
  const invited = await db.invitation.findMany({ where: { reporterId }, select: { conferenceId: true } })
  const reachedBy = (audience: unknown): boolean => {
    const parsed = audienceSchema.safeParse(audience)
    if (!parsed.success || parsed.data.except?.includes(reporterId)) return false
    const { data } = parsed
    if (data.kind === 'outlet-kinds') return data.kinds.includes(reporter.outlet.kind)
    // Whoever may read what it puts right, newcomers too.
    if (data.kind === 'recipients') return corrected.has(data.publicationId)
    return data.kind === 'everyone' || invited.some(({ conferenceId }) => conferenceId === data.conferenceId)
  }
  const seen = new Set<string>()
  return broadcasts.flatMap(({ publication, deliveries, createdAt }) => {
    // What goes every month is one thing to read, as new as its latest sending.
    if (!publication || seen.has(publication.id)) return []
    const delivered = deliveries.some(
      ({ state, openedAt, messageIds }) =>
        state === 'sent' || state === 'unknown' || openedAt !== null || messageIds.length > 0,
    )
    // A row that has not left yet will bring it by itself.
    const onItsWay = deliveries.some(({ state }) => ['planned', 'queued', 'sending'].includes(state))
    if (!delivered && (onItsWay || !reachedBy(publication.audience))) return []
    const { id, kind, title, recalledAt, corrections } = publication
    seen.add(id)
    const standing = { recalled: recalledAt !== null, replaced: corrections.length > 0 }
    return [{ publicationId: id, kind, title, sentAt: createdAt, ...standing }]
  })
}

/** The night holds only what is left of a sending that has begun. */
const goneOut = [
  { state: { in: ['sending' as const, 'finished' as const] } },
  { state: 'held' as const, countedFrom: { not: null } },
]

const arrived = {
  OR: [
    { state: { in: ['sent' as const, 'unknown' as const] } },
    { openedAt: { not: null } },
    // The first part may have brought the link before the last one has left.
    { messageIds: { isEmpty: false } },
  ],
}

/** Whether this reporter may open this publication. */
export async function mayRead(db: Db, reporterId: string, publicationId: string, now: Date): Promise<boolean> {
  return (await findReadable(db, reporterId, now, publicationId)).length > 0
}

/** The bulletin a typed number refers to. */
export async function newestBulletin(db: Db, reporterId: string, now: Date): Promise<Readable | undefined> {
  return (await findReadable(db, reporterId, now)).find(({ kind }) => kind === 'bulletin')
}

/** The bulletin an article's theme refers to: the newest that was not taken back. */
export async function newestStandingBulletin(db: Db, reporterId: string, now: Date): Promise<Readable | undefined> {
  return (await findReadable(db, reporterId, now)).find(({ kind, recalled }) => kind === 'bulletin' && !recalled)
}

/** A conference a reporter was invited to. */
export type InvitedTo = {
  readonly conferenceId: string
  readonly publicationId: string | null
  readonly title: string
  readonly startsAt: Date
  readonly answerBy: Date
  readonly cancelledAt: Date | null
}

/** Those a reporter was invited to, by hand-over or with something they may read; the latest invitation first. */
export async function findInvitedTo(db: Db, reporterId: string, now: Date): Promise<readonly InvitedTo[]> {
  const readable = await findReadable(db, reporterId, now)
  const conferences = await db.conference.findMany({
    where: {
      OR: [
        { invitations: { some: { reporterId } } },
        { publicationId: { in: readable.map(({ publicationId }) => publicationId) } },
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, publicationId: true, title: true, startsAt: true, answerBy: true, cancelledAt: true },
  })
  return conferences.map(({ id, ...facts }) => ({ conferenceId: id, ...facts }))
}

/** The theme's publication; undefined for no theme. */
export async function findPublicationOfTheme(db: Db, themeId: string): Promise<string | undefined> {
  return (await db.theme.findUnique({ where: { id: themeId }, select: { publicationId: true } }))?.publicationId
}

export async function findThemeId(db: Db, publicationId: string, number: number): Promise<string | undefined> {
  const where = { publicationId_number: { publicationId, number } }
  return (await db.theme.findUnique({ where, select: { id: true } }))?.id
}

/** The publications of an organisation with which a file goes out: as an attachment or as the signed letter; the newest first. */
export async function findPublicationsWithFile(
  db: Db,
  organisationId: string,
  fileId: string,
): Promise<readonly string[]> {
  const rows = await db.publication.findMany({
    where: { organisationId, OR: [{ attachments: { some: { fileId } } }, { signedFileId: fileId }] },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}
