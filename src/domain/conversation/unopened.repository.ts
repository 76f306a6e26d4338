import type { Transaction } from '../../platform/postgres.ts'

/** A notice that reached a chat while its content did not. */
export type Unopened = {
  readonly id: string
  readonly publicationId: string | null
  readonly conferenceId: string | null
}

/** Newest first. */
export async function findUnopened(
  tx: Transaction,
  contactIds: readonly string[],
  reporterId: string,
): Promise<readonly Unopened[]> {
  const rows = await tx.delivery.findMany({
    where: {
      contactId: { in: [...contactIds] },
      reporterId,
      messageKind: { in: ['notice', 'introduction'] },
      state: { in: ['sent', 'unknown'] },
      openedAt: null,
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, broadcast: { select: { publicationId: true, conferenceId: true } } },
  })
  return rows.map(({ id, broadcast }) => ({ id, ...broadcast }))
}

/** Only what was still closed: the moment of the first opening stays. */
export async function markOpened(tx: Transaction, ids: readonly string[], at: Date): Promise<void> {
  await tx.delivery.updateMany({ where: { id: { in: [...ids] }, openedAt: null }, data: { openedAt: at } })
}

/** What a notice's button stands for, when it went to this chat of this reporter. */
export async function findNotice(
  tx: Transaction,
  {
    deliveryId,
    contactIds,
    reporterId,
  }: { readonly deliveryId: string; readonly contactIds: readonly string[]; readonly reporterId: string },
): Promise<Unopened | undefined> {
  const row = await tx.delivery.findFirst({
    where: { id: deliveryId, contactId: { in: [...contactIds] }, reporterId },
    select: { id: true, broadcast: { select: { publicationId: true, conferenceId: true } } },
  })
  return row ? { id: row.id, ...row.broadcast } : undefined
}
