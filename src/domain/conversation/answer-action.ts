import { settleByEvidence } from '../deliveries/settle-by-evidence.ts'
import { fileArticle } from './filing.ts'
import { openAllFiles, openInvitation, openPublication, openTheme } from './opening.ts'
import type { Action } from './references.ts'
import { answerRsvp, askNames } from './rsvp.ts'
import { answerPhoneConsent } from './share-phone.ts'
import { type Answer, answer, type MemberTurn, ownContactIds, sentence } from './turn.ts'
import { findNotice } from './unopened.repository.ts'

/** What a button of ours does; that it was made for this chat is known, that it still is this person's business is checked. */
export function answerAction(turn: MemberTurn, action: Action): Promise<Answer> {
  const { verb, id, number = 0 } = action
  switch (verb) {
    case 'open-publication':
      return openPublication(turn, id)
    case 'open-notice':
      return openNotice(turn, id)
    case 'open-theme':
      return openTheme(turn, id)
    case 'all-files':
      return openAllFiles(turn, id)
    case 'accept':
      return answerRsvp(turn, id, 'accepted')
    case 'decline':
      return answerRsvp(turn, id, 'declined')
    case 'answer-later':
      return answerRsvp(turn, id, 'later')
    case 'name-other':
      return askNames(turn, id)
    case 'open-invitation':
      return openInvitation(turn, id)
    case 'article-theme':
      return fileArticle(turn, id, number)
    case 'consent-yes':
    case 'consent-no':
      return answerQuestion(turn, id, verb === 'consent-yes')
    default:
      return verb satisfies never
  }
}

/** The one question that somebody who is served already is asked with such buttons: about their phone number. */
function answerQuestion(turn: MemberTurn, id: string, agreed: boolean): Promise<Answer> {
  const { step } = turn.state
  if (step.kind === 'phone-consent' && step.questionId === id) return answerPhoneConsent(turn, step, agreed, 'button')
  return Promise.resolve(sentence(turn, 'conversation-question-closed', {}, step))
}

/** The first tap has opened everything unopened already; a later one brings the content once more. */
async function openNotice(turn: MemberTurn, deliveryId: string): Promise<Answer> {
  const { tx, reporter, now, opened } = turn
  const notice = await findNotice(tx, { deliveryId, contactIds: ownContactIds(turn), reporterId: reporter.id })
  if (!notice) return sentence(turn, 'conversation-not-yours')
  await settleByEvidence(tx, { reporterId: reporter.id, at: now, deliveryId })
  const { publicationId, conferenceId } = notice
  if (publicationId !== null) return openPublication(turn, publicationId)
  if (conferenceId === null) return answer(turn, [])
  // A reminder's conference may have come with its bulletin in this very turn.
  return opened.size > 0 ? answer(turn, []) : openInvitation(turn, conferenceId)
}
