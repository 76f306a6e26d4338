import type { Db } from '../../platform/postgres.ts'
import type { PersonalRecord } from './personal-record.ts'
import { reporterNotFound } from './reporters.errors.ts'

/** What the tables hold about a person; of messages and answers the newest 200. The links are an article's business. */
export async function loadPersonalRecord(db: Db, reporterId: string): Promise<PersonalRecord> {
  const person = await db.reporter.findUnique({
    where: { id: reporterId },
    include: {
      contacts: { where: { NOT: { address: { startsWith: 'phone:' } } }, orderBy: { createdAt: 'asc' } },
      consents: { orderBy: { givenAt: 'desc' } },
    },
  })
  if (!person) throw reporterNotFound()
  const { email, phoneSealed, phoneConsentAt, createdAt, contacts, consents } = person
  return {
    email,
    phoneSealed,
    phoneConsentAt,
    createdAt,
    chats: contacts.map(({ id, channel, displayName, state, boundAt, lastInteractionAt }) => ({
      id,
      channel,
      displayName,
      state,
      boundAt,
      lastInteractionAt,
    })),
    consents: consents.map(({ text, way, givenAt, withdrawnAt }) => ({ text, way, givenAt, withdrawnAt })),
    answers: await loadAnswers(db, reporterId),
    messages: await loadMessages(db, reporterId),
  }
}

async function loadAnswers(db: Db, reporterId: string): Promise<PersonalRecord['answers']> {
  const rows = await db.rsvp.findMany({
    where: { invitation: { reporterId } },
    include: { invitation: { include: { conference: { select: { title: true } } } } },
    orderBy: { id: 'desc' },
    take: 200,
  })
  return rows.map(({ answer, named, at, via, invitation }) => ({
    conference: invitation.conference.title,
    answer,
    named,
    at,
    via,
  }))
}

async function loadMessages(db: Db, reporterId: string): Promise<PersonalRecord['messages']> {
  const rows = await db.delivery.findMany({
    where: { reporterId },
    include: { broadcast: { include: { publication: true, conference: true } } },
    orderBy: { id: 'desc' },
    take: 200,
  })
  return rows.map(({ state, surface, settledAt, createdAt, broadcast: { kind, publication, conference } }) => ({
    title: publication?.title ?? conference?.title ?? '–',
    kind,
    surface,
    state,
    at: settledAt ?? createdAt,
  }))
}
