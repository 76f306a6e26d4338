import type { Db } from '../../platform/postgres.ts'
import type { DeliveryReason, MessageKind } from './delivery.ts'
import { type DeliveryStory, tracesFrom } from './delivery-story.ts'

/** Everything the ledger knows of one delivery of this office; undefined for another's. */
export async function findStory(db: Db, organisationId: string, id: string): Promise<DeliveryStory | undefined> {
  const row = await db.delivery.findFirst({
    where: { id, broadcast: { organisationId } },
    include: {
      reporter: { select: { fullName: true, outlet: { select: { name: true } } } },
      events: { orderBy: { id: 'asc' } },
      revisions: { orderBy: { id: 'asc' }, include: { revision: { select: { kind: true } } } },
    },
  })
  if (!row) return undefined
  const contacts = [...row.triedContacts, ...(row.contactId ? [row.contactId] : [])]
  const [account, tried, answers] = await Promise.all([
    row.accountId ? db.channelAccount.findUnique({ where: { id: row.accountId }, select: { name: true } }) : null,
    db.contact.findMany({ where: { id: { in: contacts } }, select: { id: true, channel: true } }),
    db.reply.findMany({
      where: { deliveryId: id, contactId: { in: contacts } },
      orderBy: [{ createdAt: 'asc' }, { position: 'asc' }],
    }),
  ])
  const channelOf = new Map(tried.map((contact) => [contact.id, contact.channel]))
  const { reporter, revisions, triedContacts, reason, messageKind, ...rest } = row
  return {
    ...rest,
    organisationId,
    fullName: reporter.fullName,
    outletName: reporter.outlet.name,
    accountName: account?.name ?? null,
    // Our own code writes both, so they are of ours.
    reason: reason as DeliveryReason | null,
    messageKind: messageKind as MessageKind | null,
    triedSurfaces: triedContacts.flatMap((contact) => channelOf.get(contact) ?? []),
    events: row.events.map((event) => ({
      at: event.at,
      state: event.state,
      attempt: event.attempt,
      reason: event.reason as DeliveryReason | null,
      by: event.by,
      traces: tracesFrom(event.trace),
    })),
    answers: answers.map((each) => ({
      at: each.settledAt ?? each.createdAt,
      state: each.state,
      traces: tracesFrom(each.trace),
    })),
    revisions: revisions.map(({ revision, settledAt, createdAt, state, reason: why }) => ({
      kind: revision.kind,
      at: settledAt ?? createdAt,
      state,
      reason: why,
    })),
  }
}
