import { priorities } from '../../queue/catalogue.ts'
import type { Deps } from '../deps.ts'
import { queueNextReplies, type ReplyJob } from './replies.repository.ts'

/** Hands stored answers over to be sent: call it after the transaction that wrote them. The queue being away loses nothing. */
export async function queueReplies(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  replies: readonly { readonly contactId: string }[],
): Promise<void> {
  const contactIds = [...new Set(replies.map(({ contactId }) => contactId))]
  if (contactIds.length === 0) return
  const jobs = await queueNextReplies(deps.db, deps.clock.now(), { contactIds })
  await addReplyJobs(deps, jobs).catch((error: unknown) => deps.log.warn({ err: error }, 'queue is away'))
}

export async function addReplyJobs({ queue }: Pick<Deps, 'queue'>, replies: readonly ReplyJob[]): Promise<void> {
  for (const accountId of new Set(replies.map((reply) => reply.accountId))) {
    const jobs = replies
      .filter((reply) => reply.accountId === accountId)
      .map(({ id, attempt }) => ({
        id: `reply-${id}-${attempt}`,
        payload: { replyId: id, attempt },
        priority: priorities.reply,
      }))
    await queue.toAccount(accountId, 'send-reply', jobs)
  }
}
