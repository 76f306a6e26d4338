import type { Db } from '../../platform/postgres.ts'
import type { Locale } from '../../texts.ts'

/** For whom a message is written: their language, their chat, their signed page. */
export type Recipient = {
  readonly reporterId: string
  readonly organisationId: string
  readonly contactId: string
  readonly fullName: string
  readonly locale: Locale
  readonly keyVersion: number
}

/** Undefined when the chat is not this reporter's. */
export async function findRecipient(
  db: Db,
  ids: { readonly reporterId: string; readonly contactId: string },
): Promise<Recipient | undefined> {
  const { reporterId, contactId } = ids
  const row = await db.reporter.findFirst({
    where: { id: reporterId, contacts: { some: { id: contactId } } },
    select: { fullName: true, locale: true, pageKeyVersion: true, organisationId: true },
  })
  if (!row) return undefined
  const { fullName, organisationId, pageKeyVersion: keyVersion } = row
  return { reporterId, contactId, organisationId, fullName, keyVersion, locale: row.locale === 'en' ? 'en' : 'vi' }
}
