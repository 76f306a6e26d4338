import type { Db } from '../../platform/postgres.ts'

export type HeldData = {
  /** Of the roster, and those that get mails. */
  readonly emails: readonly string[]
  readonly hasPhone: boolean
  readonly channels: readonly string[]
  /** When this chat was agreed to. */
  readonly consentedAt: Date | null
  readonly answers: number
  readonly links: number
}

export async function countHeld(db: Db, reporterId: string, contactId: string): Promise<HeldData> {
  const reporter = await db.reporter.findUniqueOrThrow({ where: { id: reporterId }, include: { contacts: true } })
  const consent = await db.consent.findFirst({
    where: { reporterId, contactId, withdrawnAt: null },
    orderBy: { givenAt: 'desc' },
  })
  const answers = await db.rsvp.count({ where: { invitation: { reporterId } } })
  const links = await db.articleSubmission.count({ where: { reporterId } })
  const mailboxes = reporter.contacts.filter(({ channel }) => channel === 'email')
  const chats = reporter.contacts.filter(({ channel }) => channel !== 'email')
  return {
    emails: [...new Set([...(reporter.email ? [reporter.email] : []), ...mailboxes.map(({ address }) => address)])],
    hasPhone: reporter.phoneSealed !== null,
    channels: [...new Set(chats.map(({ channel }) => channel))],
    consentedAt: consent?.givenAt ?? null,
    answers,
    links,
  }
}
