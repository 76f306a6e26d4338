import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { findInvitedTo } from '../reporters/reading.repository.ts'
import { type AnswerInput, answerInvitationWithin } from './answer-invitation.ts'
import type { CurrentAnswer } from './conference.ts'
import { invitationNotFound } from './conferences.errors.ts'
import { inviteReporters } from './invite-reporters.ts'

/** An answer from the signed page; whoever may read the invitation without having been written to counts as invited by answering. */
export function answerOnPage(
  deps: Pick<Deps, 'db' | 'clock' | 'timeZone'>,
  input: Omit<AnswerInput, 'via'>,
): Promise<CurrentAnswer> {
  const { conferenceId, reporterId } = input
  const now = deps.clock.now()
  return inTransaction(deps.db, async (tx) => {
    const invitedTo = await findInvitedTo(tx, reporterId, now)
    if (!invitedTo.some((each) => each.conferenceId === conferenceId)) throw invitationNotFound()
    await inviteReporters(tx, conferenceId, [reporterId], now, deps.timeZone)
    const { answer, named } = await answerInvitationWithin(deps, tx, { ...input, via: 'page' })
    return { answer, named }
  })
}
