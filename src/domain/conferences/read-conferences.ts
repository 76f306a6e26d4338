import type { Deps } from '../deps.ts'
import type { Conference, CurrentAnswer, GivenAnswer, RsvpAnswer } from './conference.ts'
import { conferenceNotFound, invitationNotFound } from './conferences.errors.ts'
import {
  type AnnouncedConference,
  findAnnounced,
  findConference,
  listConferenceRows,
} from './conferences.repository.ts'
import { type AnswerLine, findInvitation, listAnswers } from './invitations.repository.ts'

/** What the console shows: who answered what, by outlet. Those who have not answered are a number, never a list. */
export type ConferenceView = {
  readonly conference: Conference
  readonly counts: Readonly<Record<RsvpAnswer, number>>
  readonly outlets: readonly {
    readonly outletId: string
    readonly name: string
    readonly answers: readonly {
      readonly fullName: string
      readonly answer: GivenAnswer
      readonly named: string | null
      readonly answeredAt: Date | null
    }[]
  }[]
}

export async function readConference(
  deps: Pick<Deps, 'db'>,
  input: { readonly conferenceId: string; readonly organisationId: string },
): Promise<ConferenceView> {
  const conference = await findConference(deps.db, input.organisationId, input.conferenceId)
  if (!conference) throw conferenceNotFound()
  const lines = await listAnswers(deps.db, conference.id)
  return { conference, counts: countAnswers(lines), outlets: byOutlet(lines) }
}

/** Soonest first. */
export function listConferences(
  deps: Pick<Deps, 'db'>,
  input: { readonly organisationId: string },
): Promise<readonly Conference[]> {
  return listConferenceRows(deps.db, input.organisationId)
}

/** One reporter's invitation, for their page. */
export async function readInvitation(
  deps: Pick<Deps, 'db'>,
  input: { readonly conferenceId: string; readonly reporterId: string; readonly organisationId: string },
): Promise<AnnouncedConference & CurrentAnswer> {
  const { conferenceId, reporterId, organisationId } = input
  const announced = await findAnnounced(deps.db, organisationId, conferenceId)
  const invitation = await findInvitation(deps.db, conferenceId, reporterId)
  if (!announced || !invitation) throw invitationNotFound()
  return { ...announced, answer: invitation.answer, named: invitation.named }
}

function countAnswers(lines: readonly AnswerLine[]): ConferenceView['counts'] {
  const counts = { none: 0, later: 0, accepted: 0, declined: 0, named: 0 }
  for (const { answer } of lines) counts[answer] += 1
  return counts
}

function byOutlet(lines: readonly AnswerLine[]): ConferenceView['outlets'] {
  const outlets = new Map<
    string,
    { outletId: string; name: string; answers: ConferenceView['outlets'][number]['answers'] }
  >()
  for (const { outletId, outletName, fullName, answer, named, answeredAt } of lines) {
    if (answer === 'none') continue
    const outlet = outlets.get(outletId) ?? { outletId, name: outletName, answers: [] }
    outlets.set(outletId, { ...outlet, answers: [...outlet.answers, { fullName, answer, named, answeredAt }] })
  }
  return [...outlets.values()]
}
