import { Prisma } from '../../../prisma/generated/client.ts'
import { newId } from '../../platform/ids.ts'
import type { Db } from '../../platform/postgres.ts'

/** The one platform that takes a phone number for an address, and only where its owner agreed. */
export const phoneChannel = 'zalo'

/** Stands for the number itself wherever an address is kept or logged. */
const phoneAddress = (reporterId: string): string => `phone:${reporterId}`
export const isPhoneAddress = (address: string): boolean => address.startsWith('phone:')

export type KeptPhone = {
  readonly phoneSealed: string | null
  /** Null as well for a number that only its owner typed: it identifies nobody. */
  readonly phoneHash: string | null
  readonly phoneConsentAt: Date | null
}

export const findPhone = (db: Db, reporterId: string): Promise<KeptPhone | null> =>
  db.reporter.findUnique({
    where: { id: reporterId },
    select: { phoneSealed: true, phoneHash: true, phoneConsentAt: true },
  })

export async function savePhone(db: Db, reporterId: string, phone: Partial<KeptPhone>): Promise<void> {
  await db.reporter.update({ where: { id: reporterId }, data: phone })
}

/** What the desk entered, never what its owner typed: there is, or was, a contact that stands for the latter. */
export function findUnhashedPhones(
  db: Db,
  limit: number,
): Promise<readonly { readonly id: string; readonly phoneSealed: string }[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT r.id, r."phoneSealed" FROM "Reporter" r
    WHERE r."phoneSealed" IS NOT NULL AND r."phoneHash" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "Contact" c WHERE c.address = 'phone:' || r.id)
    ORDER BY r.id LIMIT ${limit}`)
}

/** Those served under this number; more than one means that it identifies nobody. */
export async function findServedByPhone(db: Db, organisationId: string, hash: string): Promise<readonly string[]> {
  const where = { organisationId, phoneHash: hash, state: 'active' as const }
  return (await db.reporter.findMany({ where, select: { id: true }, take: 2 })).map(({ id }) => id)
}

/** The account that would write to numbers; one that is on before one in alarm. */
export async function findPhoneAccount(db: Db, organisationId: string): Promise<string | undefined> {
  const where = { organisationId, channel: phoneChannel, state: { not: 'off' as const } }
  const account = await db.channelAccount.findFirst({ where, orderBy: [{ state: 'asc' }, { createdAt: 'asc' }] })
  return account?.id
}

/** The contact that stands for a number; bound again when there was one before. Gives its id. */
export async function bindPhoneContact(
  db: Db,
  phone: {
    readonly organisationId: string
    readonly accountId: string
    readonly reporterId: string
    readonly at: Date
  },
): Promise<string> {
  const { organisationId, accountId, reporterId, at } = phone
  const address = phoneAddress(reporterId)
  const bound = { reporterId, boundAt: at, state: 'reachable' as const, stateReason: null }
  const chat = { organisationId, accountId, channel: phoneChannel, address, createdAt: at }
  const { id } = await db.contact.upsert({
    where: { accountId_address: { accountId, address } },
    create: { id: newId(at), ...chat, ...bound },
    update: bound,
  })
  return id
}

export async function findPhoneContacts(
  db: Db,
  reporterId: string,
): Promise<readonly { readonly id: string; readonly accountId: string }[]> {
  return db.contact.findMany({
    where: { reporterId, address: phoneAddress(reporterId) },
    select: { id: true, accountId: true },
  })
}

/** On which account somebody of the roster is met in this chat. */
export async function findBoundChat(
  db: Db,
  contactId: string,
): Promise<{ readonly reporterId: string; readonly accountId: string } | undefined> {
  const row = await db.contact.findUnique({ where: { id: contactId }, select: { reporterId: true, accountId: true } })
  return row?.reporterId ? { reporterId: row.reporterId, accountId: row.accountId } : undefined
}

/** Nobody's any more: what was planned for it goes on to the person's next surface. */
export async function unbindContact(db: Db, id: string): Promise<void> {
  await db.contact.update({ where: { id }, data: { reporterId: null, boundAt: null } })
}

/** The sealed number behind an address, while its owner is served and the consent stands. */
export async function findSealedBehind(
  db: Db,
  { accountId, address }: { readonly accountId: string; readonly address: string },
): Promise<string | undefined> {
  const contact = await db.contact.findUnique({
    where: { accountId_address: { accountId, address } },
    select: { id: true, reporter: { select: { id: true, state: true, phoneSealed: true, phoneConsentAt: true } } },
  })
  const { reporter } = contact ?? {}
  if (!contact || reporter?.state !== 'active' || reporter.phoneConsentAt === null) return undefined
  const stands = { reporterId: reporter.id, contactId: contact.id, withdrawnAt: null }
  return (await db.consent.count({ where: stands })) > 0 ? (reporter.phoneSealed ?? undefined) : undefined
}
