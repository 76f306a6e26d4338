import type { Db } from '../../platform/postgres.ts'
import { consentPurpose } from './consent.ts'
import type { ReporterEmail } from './email-address.ts'

/** The account through which the organisation sends mail, when it is on. */
export async function findEmailAccount(db: Db, organisationId: string): Promise<string | undefined> {
  const where = { organisationId, channel: 'email', state: 'on' as const }
  return (await db.channelAccount.findFirst({ where, orderBy: { createdAt: 'asc' }, select: { id: true } }))?.id
}

export type EmailContact = {
  readonly id: string
  readonly address: string
  readonly reporterId: string | null
  readonly boundAt: Date | null
}
const columns = { id: true, address: true, reporterId: true, boundAt: true } as const

export const findEmailContact = (db: Db, accountId: string, address: string): Promise<EmailContact | null> =>
  db.contact.findUnique({ where: { accountId_address: { accountId, address } }, select: columns })

export const findEmailContactById = (db: Db, id: string): Promise<EmailContact | null> =>
  db.contact.findFirst({ where: { id, channel: 'email' }, select: columns })

export async function insertEmailContact(
  db: Db,
  contact: {
    readonly id: string
    readonly organisationId: string
    readonly accountId: string
    readonly address: string
    readonly reporterId: string
    readonly createdAt: Date
  },
): Promise<void> {
  await db.contact.create({ data: { ...contact, channel: 'email' } })
}

/** Whoever asked last waits for the confirmation. */
export async function claimEmailContact(db: Db, id: string, reporterId: string): Promise<void> {
  await db.contact.update({ where: { id }, data: { reporterId } })
}

/** A mailbox that refused before may be tried again: its owner has just read a mail there. */
export async function markMailboxReachable(db: Db, id: string): Promise<void> {
  await db.contact.update({ where: { id }, data: { state: 'reachable', stateReason: null } })
}

export async function countAsked(db: Db, reporterId: string, since: Date): Promise<number> {
  const where = { subject: `reporter:${reporterId}`, action: 'email-asked', at: { gte: since } }
  return db.auditEntry.count({ where })
}

export async function findEmails(db: Db, reporterId: string): Promise<readonly ReporterEmail[]> {
  const contacts = await db.contact.findMany({
    where: { reporterId, channel: 'email' },
    orderBy: { createdAt: 'asc' },
    select: { ...columns, state: true },
  })
  const consents = await db.consent.findMany({
    where: { reporterId, contactId: { in: contacts.map(({ id }) => id) }, purpose: consentPurpose, withdrawnAt: null },
    select: { contactId: true },
  })
  const served = new Set(consents.map(({ contactId }) => contactId))
  return contacts.map(({ id, address, boundAt, state }) => ({
    contactId: id,
    address,
    state: !boundAt ? 'waiting' : !served.has(id) ? 'stopped' : state === 'reachable' ? 'served' : state,
  }))
}
