import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { momentInFigures } from '../organisations/office-time.ts'
import { type Conference, type CurrentAnswer, type GivenAnswer, takesAnswers } from './conference.ts'
import { conferenceCancelled, conferenceClosed, invitationNotFound, nameMissing } from './conferences.errors.ts'
import { findConferenceById, lockConference } from './conferences.repository.ts'
import { findInvitation, saveAnswer } from './invitations.repository.ts'
import { scheduleReminders } from './schedule-reminders.ts'

export type AnswerInput = {
  readonly conferenceId: string
  readonly reporterId: string
  readonly answer: GivenAnswer
  /** Who comes instead, as typed; needed for `named`. */
  readonly named?: string
  /** telegram, zalo, page or a staff member's id. */
  readonly via: string
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
  if (!takesAnswers(conference, now)) {
    throw conferenceClosed({ deadline: momentInFigures(conference.answerBy, timeZone), contact: conference.contact })
  }
  await saveAnswer(tx, invitation.id, { id: newId(now), answer, named, at: now, via })
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
