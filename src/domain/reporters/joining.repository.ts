import type { Db } from '../../platform/postgres.ts'
import { consentPurpose, type GivenConsent } from './consent.ts'

export async function insertRegistrationCode(
  db: Db,
  code: {
    readonly id: string
    readonly organisationId: string
    readonly reporterId: string
    readonly codeHash: string
    readonly createdBy: string
    readonly createdAt: Date
    readonly expiresAt: Date
  },
): Promise<void> {
  await db.registrationCode.create({ data: code })
}

export type KeptCode = {
  readonly id: string
  readonly reporterId: string
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

export async function findCode(db: Db, organisationId: string, codeHash: string): Promise<KeptCode | undefined> {
  const select = { id: true, reporterId: true, expiresAt: true, usedAt: true }
  return (await db.registrationCode.findFirst({ where: { codeHash, organisationId }, select })) ?? undefined
}

/** False when somebody was quicker, or time ran out: a code works once. */
export async function useUpCode(db: Db, id: string, contactId: string, at: Date): Promise<boolean> {
  const where = { id, usedAt: null, expiresAt: { gt: at } }
  const used = await db.registrationCode.updateMany({ where, data: { usedAt: at, usedByContactId: contactId } })
  return used.count === 1
}

/** The accounts of an organisation that are on. */
export async function findAccountIds(db: Db, organisationId: string): Promise<readonly string[]> {
  const rows = await db.channelAccount.findMany({ where: { organisationId, state: 'on' }, select: { id: true } })
  return rows.map(({ id }) => id)
}

/** The accounts on which somebody can be written to in a chat of theirs. */
export async function findBoundAccounts(db: Db, reporterId: string): Promise<readonly string[]> {
  const where = { reporterId, state: 'reachable' as const }
  const rows = await db.contact.findMany({ where, distinct: ['accountId'], select: { accountId: true } })
  return rows.map(({ accountId }) => accountId)
}

/** Whose chat it is, and whether that person is served in it: active, with a consent given here. */
export async function findBinding(
  db: Db,
  contactId: string,
): Promise<{ readonly reporterId: string; readonly served: boolean } | undefined> {
  const row = await db.contact.findUnique({ where: { id: contactId }, select: { reporter: true } })
  if (!row?.reporter) return undefined
  const { id: reporterId, state } = row.reporter
  return { reporterId, served: state === 'active' && (await hasConsented(db, reporterId, contactId)) }
}

/** In this chat, or with null on the signed page. */
export async function hasConsented(db: Db, reporterId: string, contactId: string | null): Promise<boolean> {
  const where = { reporterId, contactId, purpose: consentPurpose, withdrawnAt: null }
  return (await db.consent.count({ where })) > 0
}

export async function saveBinding(db: Db, contactId: string, reporterId: string, at: Date): Promise<void> {
  await db.contact.update({ where: { id: contactId }, data: { reporterId, boundAt: at } })
}

export async function activateReporter(db: Db, reporterId: string): Promise<void> {
  await db.reporter.update({ where: { id: reporterId }, data: { state: 'active', stoppedAt: null } })
}

export async function insertConsent(
  db: Db,
  consent: GivenConsent & {
    readonly id: string
    readonly reporterId: string
    /** Null: on the signed page. */
    readonly contactId: string | null
    readonly purpose: string
  },
): Promise<void> {
  const { at, ...rest } = consent
  await db.consent.create({ data: { ...rest, givenAt: new Date(at) } })
}
