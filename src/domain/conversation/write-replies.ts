import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { insertReplies } from './replies.repository.ts'
import type { AnswerMessage } from './turn.ts'

export type ReplyTarget = {
  readonly contactId: string
  readonly accountId: string
  /** What they answer; none when the desk decided something. */
  readonly inboxId?: string
  readonly at: Date
}

/** Stores answers in the order they are to be read, in the transaction of what they answer; queue them after it. */
export async function writeReplies(
  tx: Transaction,
  { contactId, accountId, inboxId, at }: ReplyTarget,
  messages: readonly AnswerMessage[],
  firstPosition = 0,
): Promise<readonly { readonly contactId: string }[]> {
  const rows = messages.map(({ message, deliveryId }, index) => ({
    id: newId(at),
    contactId,
    accountId,
    inboxId: inboxId ?? null,
    deliveryId: deliveryId ?? null,
    position: firstPosition + index,
    message,
    createdAt: at,
  }))
  await insertReplies(tx, rows)
  return rows
}
