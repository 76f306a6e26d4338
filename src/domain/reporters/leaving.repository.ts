import type { Db } from '../../platform/postgres.ts'
import { noConsent } from './join-requests.repository.ts'

/** False when there is nobody of this id who was served. */
export async function markStopped(db: Db, reporterId: string, at: Date): Promise<boolean> {
  const where = { id: reporterId, state: 'active' as const }
  return (await db.reporter.updateMany({ where, data: { state: 'stopped', stoppedAt: at } })).count === 1
}

/** All of a reporter's, or those given in one chat. */
export async function withdrawConsents(
  db: Db,
  whose: { readonly reporterId: string } | { readonly contactId: string },
  at: Date,
): Promise<void> {
  await db.consent.updateMany({ where: { ...whose, withdrawnAt: null }, data: { withdrawnAt: at } })
}

/** Addresses that nobody confirmed yet wait for this reporter no longer: the links that went there are worth nothing. */
export async function releaseWaitingMailboxes(db: Db, reporterId: string): Promise<void> {
  await db.contact.updateMany({ where: { reporterId, channel: 'email', boundAt: null }, data: { reporterId: null } })
}

/** Deliveries that have not left yet never will; each keeps the reason in its history. */
export async function skipDeliveries(
  db: Db,
  whose: { readonly reporterId: string } | { readonly contactId: string },
  reason: string,
  at: Date,
): Promise<number> {
  const skipped = await db.delivery.updateManyAndReturn({
    where: { ...whose, state: { in: ['planned', 'queued'] } },
    data: { state: 'skipped', reason, settledAt: at },
    select: { id: true, attempt: true },
  })
  const event = { at, state: 'skipped' as const, reason }
  await db.deliveryEvent.createMany({
    data: skipped.map(({ id, attempt }) => ({ ...event, deliveryId: id, attempt })),
  })
  return skipped.length
}

export async function cancelReminders(db: Db, reporterId: string, reason: string, at: Date): Promise<void> {
  await db.reminder.updateMany({
    where: { reporterId, state: 'scheduled' },
    data: { state: 'cancelled', reason, settledAt: at },
  })
}

/** Answers on their way to somebody who left: what they read in them is no longer for them. */
export async function skipReplies(db: Db, contactId: string, reason: string, at: Date): Promise<void> {
  await db.reply.updateMany({
    where: { contactId, state: { in: ['planned', 'queued'] } },
    data: { state: 'skipped', reason, settledAt: at },
  })
}

/** Takes everything personal off a chat: whose it was, its name and its address. The empty row keeps the ledger whole. */
export async function eraseContact(db: Db, contactId: string, at: Date): Promise<void> {
  await db.contact.update({
    where: { id: contactId },
    data: {
      reporterId: null,
      boundAt: null,
      displayName: null,
      address: `erased-${contactId}`,
      lastInteractionAt: null,
      state: 'gone',
      stateReason: 'withdrawn',
    },
  })
  await db.reply.updateMany({ where: { contactId }, data: { message: {} } })
  await db.conversation.deleteMany({ where: { contactId } })
  await db.joinRequest.updateMany({
    where: { contactId, state: 'waiting' },
    data: { state: 'refused', decidedAt: at },
  })
  const nothing = { fullName: '–', outletName: '–', ...noConsent }
  await db.joinRequest.updateMany({ where: { contactId }, data: nothing })
}
