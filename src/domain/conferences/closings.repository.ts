import type { Db, Transaction } from '../../platform/postgres.ts'

export type Closing = { readonly id: string; readonly organisationId: string }

/** Conferences whose time for answers is over, or that were called off, while the buttons of their invitations still stand open. */
export const findToClose = (db: Db, now: Date): Promise<readonly Closing[]> =>
  db.conference.findMany({
    where: { buttonsClosedAt: null, OR: [{ answerBy: { lt: now } }, { cancelledAt: { not: null } }] },
    select: { id: true, organisationId: true },
    orderBy: { id: 'asc' },
  })

/** False when somebody else did, or a move has opened the answers anew. */
export async function markClosed(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const over = [{ answerBy: { lt: now } }, { cancelledAt: { not: null } }]
  const where = { id, buttonsClosedAt: null, OR: over }
  return (await tx.conference.updateMany({ where, data: { buttonsClosedAt: now } })).count === 1
}

export async function markCalledOff(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.conference.update({ where: { id }, data: { cancelledAt: at, updatedAt: at } })
}

export async function conferencesOf(db: Db, publicationId: string): Promise<readonly string[]> {
  const rows = await db.conference.findMany({
    where: { publicationId, cancelledAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ id }) => id)
}
