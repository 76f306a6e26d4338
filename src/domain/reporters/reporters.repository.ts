import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Locale } from '../../texts.ts'
import type { ListedReporter, Outlet, Reporter } from './reporter.ts'

const withOutlet = { outlet: { select: { id: true, name: true, kind: true } } } as const
type Row = Prisma.ReporterGetPayload<{ include: typeof withOutlet }>

export async function findReporter(db: Db, id: string): Promise<Reporter | undefined> {
  const row = await db.reporter.findUnique({ where: { id }, include: withOutlet })
  return row ? asReporter(row) : undefined
}

export async function findReporterOf(db: Db, organisationId: string, id: string): Promise<Reporter | undefined> {
  const row = await db.reporter.findFirst({ where: { id, organisationId }, include: withOutlet })
  return row ? asReporter(row) : undefined
}

/** The whole roster by outlet and name, in Vietnamese order. */
export async function findRoster(db: Db, organisationId: string): Promise<readonly ListedReporter[]> {
  const rows = await db.reporter.findMany({
    where: { organisationId },
    // A number that was agreed to is told as one, not as a chat.
    include: {
      ...withOutlet,
      contacts: { where: { NOT: { address: { startsWith: 'phone:' } } }, orderBy: { createdAt: 'asc' } },
    },
    orderBy: [{ outlet: { name: 'asc' } }, { fullName: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ contacts, email, phoneSealed, phoneConsentAt, ...row }) => ({
    ...asReporter({ ...row, email, phoneSealed, phoneConsentAt }),
    email,
    phone: phoneSealed === null ? 'none' : phoneConsentAt === null ? 'unsendable' : 'agreed',
    chats: contacts.map(({ id, channel, state, boundAt, lastInteractionAt }) => ({
      id,
      channel,
      state,
      boundAt,
      lastInteractionAt,
    })),
  }))
}

export async function findOutlets(db: Db, organisationId: string): Promise<readonly Outlet[]> {
  return db.outlet.findMany({
    where: { organisationId },
    orderBy: { name: 'asc' },
    ...{ select: withOutlet.outlet.select },
  })
}

/** False when the organisation has an outlet of this name. */
export async function insertOutlet(
  db: Db,
  outlet: {
    readonly id: string
    readonly organisationId: string
    readonly name: string
    readonly kind: string
    readonly email: string | null
    readonly createdAt: Date
  },
): Promise<boolean> {
  return (await db.outlet.createMany({ data: [outlet], skipDuplicates: true })).count === 1
}

export async function outletExists(db: Db, organisationId: string, id: string): Promise<boolean> {
  return (await db.outlet.count({ where: { id, organisationId } })) === 1
}

export async function insertReporter(
  db: Db,
  reporter: {
    readonly id: string
    readonly organisationId: string
    readonly outletId: string
    readonly fullName: string
    readonly locale: Locale
    readonly email: string | null
    readonly phoneSealed: string | null
    readonly phoneHash: string | null
    readonly createdAt: Date
  },
): Promise<void> {
  await db.reporter.create({ data: reporter })
}

export async function saveLanguage(db: Db, id: string, locale: Locale): Promise<void> {
  await db.reporter.update({ where: { id }, data: { locale } })
}

/** Sets the moment the page became one of the person's surfaces, unless it was before. */
export async function markPageHandedOut(db: Db, id: string, at: Date): Promise<void> {
  await db.reporter.updateMany({ where: { id, pageSince: null }, data: { pageSince: at } })
}

/** Makes every page link handed out so far worthless; the page is no surface until a new one is. */
export async function raisePageKey(db: Db, id: string): Promise<void> {
  await db.reporter.update({ where: { id }, data: { pageKeyVersion: { increment: 1 }, pageSince: null } })
}

function asReporter(row: Row): Reporter {
  const { id, organisationId, fullName, state, locale, outlet, pageSince, pageKeyVersion } = row
  return {
    id,
    organisationId,
    fullName,
    state,
    locale: locale === 'en' ? 'en' : 'vi',
    outlet,
    pageSince,
    pageKeyVersion,
  }
}
