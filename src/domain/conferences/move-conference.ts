import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { openPublication, settleChange } from '../publications/change-content.ts'
import { may } from '../staff/staff.ts'
import type { Conference } from './conference.ts'
import { checkConference } from './conference-input.ts'
import { conferenceCancelled, conferenceNotFound, conferenceNotMoved } from './conferences.errors.ts'
import {
  findConference,
  findMoveNotices,
  insertMove,
  lockConference,
  updateConference,
} from './conferences.repository.ts'
import { draftMoveNotice } from './draft-move-notice.ts'
import { findInvitations } from './invitations.repository.ts'
import { scheduleReminders } from './schedule-reminders.ts'

type MoveDeps = Pick<Deps, 'db' | 'clock' | 'say' | 'timeZone'>

export type Move = {
  readonly conferenceId: string
  readonly organisationId: string
  readonly startsAt: Date
  readonly place: string
  readonly answerBy: Date
  readonly by: ActingStaff
}

/**
 * Moves a conference: its reminders follow at once, and those already invited get a draft announcement that goes the
 * normal way of approval. Gives that draft's id; null when nobody was invited yet.
 */
export async function moveConference(deps: MoveDeps, input: Move): Promise<{ readonly noticeId: string | null }> {
  const { conferenceId, organisationId, by } = input
  assertAllowed(by, organisationId, may.write)
  return inTransaction(
    deps.db,
    async (tx) => {
      await lockConference(tx, conferenceId)
      const before = await findConference(tx, organisationId, conferenceId)
      if (!before) throw conferenceNotFound()
      if (before.cancelledAt) throw conferenceCancelled()
      const at = deps.clock.now()
      const after = movedTo(before, input, at)
      const noticeId = await saveMove(deps, tx, { before, after, by, at })
      const entry = { action: 'conference-moved', subject: `conference:${conferenceId}`, detail: { noticeId } }
      await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
      return { noticeId }
    },
    wholeAudience,
  )
}

/** The reminders of a whole country stand or fall together. */
const wholeAudience = { withinMs: 60_000 }

function movedTo(before: Conference, { startsAt, place, answerBy }: Move, now: Date): Conference {
  const { kind, title, agenda, contact } = before
  const checked = checkConference({ kind, title, agenda, contact, startsAt, place, answerBy }, now)
  const same =
    checked.startsAt.getTime() === before.startsAt.getTime() &&
    checked.answerBy.getTime() === before.answerBy.getTime() &&
    checked.place === before.place
  if (same) throw conferenceNotMoved()
  return { ...before, startsAt: checked.startsAt, place: checked.place, answerBy: checked.answerBy }
}

async function saveMove(
  deps: MoveDeps,
  tx: Transaction,
  move: { readonly before: Conference; readonly after: Conference; readonly by: ActingStaff; readonly at: Date },
): Promise<string | null> {
  const { before, after, by, at } = move
  const { id, organisationId, startsAt, place, answerBy } = after
  const affected = [before.publicationId, ...(await findMoveNotices(tx, id))].flatMap((each) => each ?? [])
  const publications = []
  for (const each of affected.toSorted()) publications.push(await openPublication(tx, organisationId, each))
  await updateConference(tx, id, { startsAt, place, answerBy }, at)
  // What is still on its way to approval told of the old time: it goes back to its editor.
  for (const each of publications) await settleChange(tx, each, { at, reason: 'conference-moved' })
  const invited = await findInvitations(tx, id)
  await scheduleReminders(tx, after, invited, { now: at, timeZone: deps.timeZone, reason: 'moved' })
  const [origin] = publications.filter((each) => each.id === before.publicationId)
  const noticeId = invited.length === 0 ? null : await draftMoveNotice(deps, tx, { ...move, issuer: origin?.issuer })
  await insertMove(tx, {
    id: newId(at),
    conferenceId: id,
    previousStart: before.startsAt,
    previousPlace: before.place,
    previousAnswerBy: before.answerBy,
    by: by.id,
    at,
    noticeId,
  })
  return noticeId
}
