import { createReferences } from '../../../src/domain/conversation/references.ts'
import type { ActingStaff } from '../../../src/domain/organisations/acting-staff.ts'
import { createPageLinks } from '../../../src/domain/reporters/page-links.ts'
import { type MovableClock, movableClock } from '../../../src/platform/clock.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { newId } from '../../../src/platform/ids.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import type { Database } from '../../../src/platform/postgres.ts'
import { createTexts } from '../../../src/texts.ts'
import { testDatabase } from '../../database.ts'

/** Monday noon in the office. */
export const mondayNoon = new Date('2026-11-16T05:00:00Z')

const { say } = createTexts()
const keyring = createKeyring('a key for tests only, long enough to be one')

/** A small department with its people, on a database of its own and a clock that stands still. */
export async function openDesk() {
  const database = await testDatabase()
  const clock: MovableClock = movableClock({ at: mondayNoon, running: false })
  const organisationId = await addOrganisation(database.db, 'Sở Văn hóa và Truyền thông tỉnh Sông Lam')
  const person = (id: string, role: ActingStaff['role']): ActingStaff => ({ id, role, organisationId })
  return {
    db: database.db,
    clock,
    organisationId,
    deps: {
      db: database.db,
      clock,
      say,
      log: silentLogger,
      timeZone: 'Asia/Ho_Chi_Minh',
      references: createReferences(keyring),
      pageLinks: createPageLinks(keyring, 'https://desk.example'),
    },
    mai: person('mai', 'editor'),
    nam: person('nam', 'editor'),
    lan: person('lan', 'approver'),
    tuan: person('tuan', 'clerk'),
    quang: person('quang', 'administrator'),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}
export type Desk = Awaited<ReturnType<typeof openDesk>>

export async function addOrganisation(db: Database, name: string): Promise<string> {
  const id = newId(mondayNoon)
  await db.organisation.create({ data: { id, name, shortName: name, createdAt: mondayNoon } })
  return id
}

/** A reporter of an outlet with one chat. */
export async function addReporter(desk: Desk, fullName: string, outletName: string, locale = 'vi') {
  const { db, organisationId } = desk
  const createdAt = mondayNoon
  const account = await db.channelAccount.upsert({
    where: { channel_externalId: { channel: 'telegram', externalId: organisationId } },
    create: {
      id: newId(createdAt),
      organisationId,
      channel: 'telegram',
      name: 'bot',
      externalId: organisationId,
      secretsSealed: '',
      createdAt,
    },
    update: {},
  })
  const outlet = await db.outlet.upsert({
    where: { organisationId_name: { organisationId, name: outletName } },
    create: { id: newId(createdAt), organisationId, name: outletName, kind: 'provincial-press', createdAt },
    update: {},
  })
  const reporterId = newId(createdAt)
  await db.reporter.create({
    data: { id: reporterId, organisationId, outletId: outlet.id, fullName, locale, createdAt },
  })
  const contactId = newId(createdAt)
  const chat = { accountId: account.id, channel: 'telegram', address: contactId, reporterId }
  await db.contact.create({ data: { id: contactId, organisationId, ...chat, createdAt } })
  return { reporterId, contactId }
}

/** Bytes as an upload brings them. */
export async function* streamed(bytes: Uint8Array, pieceBytes = 64 * 1024): AsyncIterable<Uint8Array> {
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes)
}

/** The smallest thing that passes for a PDF, with words of its own. */
export const pdf = (words: string): Uint8Array => Buffer.from(`%PDF-1.7\n% ${words}\n%%EOF\n`)
