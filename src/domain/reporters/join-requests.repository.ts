import type { Db } from '../../platform/postgres.ts'
import type { GivenConsent } from './consent.ts'

export type JoinRequest = {
  readonly id: string
  readonly contactId: string
  readonly channel: string
  readonly fullName: string
  readonly outletName: string
  readonly state: 'waiting' | 'approved' | 'refused'
  readonly createdAt: Date
}

export async function insertJoinRequest(
  db: Db,
  request: {
    readonly id: string
    readonly organisationId: string
    readonly contactId: string
    readonly fullName: string
    readonly outletName: string
    readonly consent: GivenConsent
    readonly createdAt: Date
  },
): Promise<void> {
  const { consent, ...asked } = request
  const { text: consentText, way: consentWay, at } = consent
  await db.joinRequest.create({ data: { ...asked, consentText, consentWay, consentAt: new Date(at) } })
}

/** Those nobody has decided yet, the oldest first. */
export async function findWaitingRequests(db: Db, organisationId: string): Promise<readonly JoinRequest[]> {
  const rows = await db.joinRequest.findMany({
    where: { organisationId, state: 'waiting' },
    include: { contact: { select: { channel: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ contact, ...row }) => ({ ...row, channel: contact.channel }))
}

export async function findJoinRequest(
  db: Db,
  organisationId: string,
  id: string,
): Promise<(JoinRequest & { readonly accountId: string; readonly consent: GivenConsent | undefined }) | undefined> {
  const contact = { select: { channel: true, accountId: true } }
  const row = await db.joinRequest.findFirst({ where: { id, organisationId }, include: { contact } })
  if (!row) return undefined
  const { consentText: text, consentWay: way, consentAt: at } = row
  const consent = text !== null && way !== null && at !== null ? { text, way, at: at.toISOString() } : undefined
  return { ...row, ...row.contact, consent }
}

/** False when somebody was quicker. */
export async function settleJoinRequest(
  db: Db,
  id: string,
  settled: {
    readonly state: 'approved' | 'refused'
    readonly by: string
    readonly at: Date
    readonly reporterId?: string
  },
): Promise<boolean> {
  const { state, by: decidedBy, at: decidedAt, reporterId = null } = settled
  const where = { id, state: 'waiting' as const }
  const data = { state, decidedBy, decidedAt, reporterId, ...(state === 'refused' ? noConsent : {}) }
  return (await db.joinRequest.updateMany({ where, data })).count === 1
}

/** Of whoever is not taken in, the words of a consent that serves nothing any more are not kept. */
export const noConsent = { consentText: null, consentWay: null, consentAt: null } as const

export async function hasWaitingRequest(db: Db, contactId: string): Promise<boolean> {
  return (await db.joinRequest.count({ where: { contactId, state: 'waiting' } })) > 0
}

/** The person takes back what they asked for. */
export async function withdrawRequests(db: Db, contactId: string, at: Date): Promise<number> {
  const where = { contactId, state: 'waiting' as const }
  const data = { state: 'refused' as const, decidedAt: at, decidedBy: 'withdrawn', ...noConsent }
  return (await db.joinRequest.updateMany({ where, data })).count
}

/** The chat starts anew. */
export async function clearChatState(db: Db, contactId: string): Promise<void> {
  await db.conversation.deleteMany({ where: { contactId } })
}
