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
  try {
    await addReplyJobs(deps, await queueNextReplies(deps.db, deps.clock.now(), { contactIds }))
  } catch (error) {
    // What was decided stands already; whoever asked must not read that it failed. The sweep hands the answers over.
    deps.log.warn({ err: error }, 'answers could not be handed over at once')
  }
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
