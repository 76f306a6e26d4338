import type { Db } from '../../platform/postgres.ts'

/** The chats in which a notice of this reporter's still waits to be opened, the newest notice first. */
export async function findChatsWithNotices(
  db: Db,
  reporterId: string,
): Promise<readonly { readonly accountId: string; readonly address: string }[]> {
  const deliveries = await db.delivery.findMany({
    where: {
      reporterId,
      messageKind: { in: ['notice', 'introduction'] },
      state: { in: ['sent', 'unknown'] },
      openedAt: null,
      contactId: { not: null },
    },
    orderBy: { id: 'desc' },
    distinct: ['contactId'],
    take: 5,
    select: { contactId: true },
  })
  const ids = deliveries.flatMap(({ contactId }) => contactId ?? [])
  const where = { id: { in: ids }, reporterId, state: 'reachable' as const }
  return db.contact.findMany({ where, select: { accountId: true, address: true } })
}
