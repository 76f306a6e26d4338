import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { momentInFigures } from '../organisations/office-time.ts'
import { type Conference, type CurrentAnswer, type GivenAnswer, takesAnswers } from './conference.ts'
import { conferenceCancelled, conferenceClosed, invitationNotFound, nameMissing } from './conferences.errors.ts'
import { findConferenceById, lockConference } from './conferences.repository.ts'
import { findInvitation, insertRsvp, saveAnswer } from './invitations.repository.ts'
import { scheduleReminders } from './schedule-reminders.ts'

export type AnswerInput = {
  readonly conferenceId: string
  readonly reporterId: string
  readonly answer: GivenAnswer
  /** Who comes instead, as typed; needed for `named`. */
  readonly named?: string
  /** telegram, zalo, page or a staff member's id. */
  readonly via: string
  /** When it was given by the platform's word; now, when left out. Answers come late and in any order: the latest given stands. */
  readonly at?: Date
}

/** Keeps an answer; it can be changed until the deadline. Gives the conference and the answer that stands now. */
export async function answerInvitation(
  deps: Pick<Deps, 'db' | 'clock' | 'timeZone'>,
  input: AnswerInput,
): Promise<{ readonly conference: Conference } & CurrentAnswer> {
  return inTransaction(deps.db, (tx) => answerInvitationWithin(deps, tx, input))
}

/** The same within a transaction of the caller's own, as the conversation answers an update. */
export async function answerInvitationWithin(
  deps: Pick<Deps, 'clock' | 'timeZone'>,
  tx: Transaction,
  input: AnswerInput,
): Promise<{ readonly conference: Conference } & CurrentAnswer> {
  const { conferenceId, reporterId, answer, via } = input
  const { timeZone } = deps
  const named = answer === 'named' ? namesOf(input.named) : null
  await lockConference(tx, conferenceId)
  const conference = await findConferenceById(tx, conferenceId)
  const invitation = await findInvitation(tx, conferenceId, reporterId)
  if (!conference || !invitation) throw invitationNotFound()
  if (conference.cancelledAt) throw conferenceCancelled()
  const now = deps.clock.now()
  const at = input.at && input.at < now ? input.at : now
  // Who answered in time is not turned away because we heard of it late.
  if (!takesAnswers(conference, at)) {
    throw conferenceClosed({ deadline: momentInFigures(conference.answerBy, timeZone), contact: conference.contact })
  }
  if (invitation.answer === answer && invitation.named === named) return { conference, answer, named }
  const overtaken = invitation.answeredAt !== null && invitation.answeredAt > at
  const rsvp = { id: newId(now), answer, named, at, via }
  if (overtaken) {
    await insertRsvp(tx, invitation.id, rsvp)
    return { conference, answer: invitation.answer, named: invitation.named }
  }
  await saveAnswer(tx, invitation.id, rsvp)
  await scheduleReminders(tx, conference, [{ reporterId, answer }], { now, timeZone, reason: 'answered' })
  const entry = { action: 'invitation-answered', subject: `conference:${conferenceId}`, detail: { answer, via } }
  const { organisationId } = conference
  await recordAudit(tx, { organisationId, at: now, actor: reporterActor(reporterId), ...entry })
  return { conference, answer, named }
}

function namesOf(typed: string | undefined): string {
  const names = (typed ?? '').normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 300)
  if (!/\p{L}{2}/u.test(names)) throw nameMissing()
  return names
}
