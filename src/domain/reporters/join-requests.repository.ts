import type { Db } from '../../platform/postgres.ts'

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
    readonly createdAt: Date
  },
): Promise<void> {
  await db.joinRequest.create({ data: request })
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
): Promise<(JoinRequest & { readonly accountId: string }) | undefined> {
  const contact = { select: { channel: true, accountId: true } }
  const row = await db.joinRequest.findFirst({ where: { id, organisationId }, include: { contact } })
  return row ? { ...row, ...row.contact } : undefined
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
  return (await db.joinRequest.updateMany({ where, data: { state, decidedBy, decidedAt, reporterId } })).count === 1
}

export async function hasWaitingRequest(db: Db, contactId: string): Promise<boolean> {
  return (await db.joinRequest.count({ where: { contactId, state: 'waiting' } })) > 0
}

/** The person takes back what they asked for. */
export async function withdrawRequests(db: Db, contactId: string, at: Date): Promise<number> {
  const where = { contactId, state: 'waiting' as const }
  const data = { state: 'refused' as const, decidedAt: at, decidedBy: 'withdrawn' }
  return (await db.joinRequest.updateMany({ where, data })).count
}

/** What the chat keeps between two messages; the consent of a waiting request is in it. */
export async function findChatState(db: Db, contactId: string): Promise<unknown> {
  return (await db.conversation.findUnique({ where: { contactId } }))?.step
}

/** The chat starts anew. */
export async function clearChatState(db: Db, contactId: string): Promise<void> {
  await db.conversation.deleteMany({ where: { contactId } })
}
