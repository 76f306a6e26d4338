import type { Prisma } from '../../../prisma/generated/client.ts'
import type { OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Transaction } from '../../platform/postgres.ts'

export async function insertReplies(
  tx: Transaction,
  replies: readonly {
    readonly id: string
    readonly contactId: string
    readonly accountId: string
    readonly inboxId: string | null
    readonly deliveryId: string | null
    readonly position: number
    readonly message: OutgoingMessage
    readonly createdAt: Date
  }[],
): Promise<void> {
  if (replies.length === 0) return
  const data = replies.map((reply) => ({ ...reply, message: reply.message as unknown as Prisma.InputJsonObject }))
  await tx.reply.createMany({ data })
}

/** Whether anything was answered in this chat since then. */
export async function wasWrittenTo(tx: Transaction, contactId: string, since: Date): Promise<boolean> {
  return (await tx.reply.count({ where: { contactId, createdAt: { gte: since } } })) > 0
}
