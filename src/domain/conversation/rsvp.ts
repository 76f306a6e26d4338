import { DomainError } from '../../platform/errors.ts'
import { answerInvitationWithin } from '../conferences/answer-invitation.ts'
import type { GivenAnswer } from '../conferences/conference.ts'
import { sayMoment } from '../organisations/office-time.ts'
import { findInvitedTo, type InvitedTo } from '../reporters/reading.repository.ts'
import { contactLine } from './contact-line.ts'
import { idle } from './conversation-state.ts'
import { invitationContent, isInvited } from './opening.ts'
import { type Answer, answer, type MemberTurn, plainMessage, sentence } from './turn.ts'

/** Records an answer and shows what is recorded, until when it can be changed, and the buttons again. */
export async function answerRsvp(
  turn: MemberTurn,
  conferenceId: string,
  given: GivenAnswer,
  named?: string,
): Promise<Answer> {
  if (!(await isInvited(turn, conferenceId))) return sentence(turn, 'conversation-not-yours')
  const { tx, deps, reporter, via, t } = turn
  const answered = { conferenceId, reporterId: reporter.id, answer: given, via, at: turn.event.at }
  const input = { ...answered, ...(named === undefined ? {} : { named }) }
  try {
    const { conference, answer: stands, named: names } = await answerInvitationWithin(deps, tx, input)
    const until = sayMoment(deps.say, reporter.locale, conference.answerBy, deps.timeZone)
    const { title } = conference
    const recorded = t(`conversation-rsvp-${stands}`, stands === 'named' ? { title, names: names ?? '' } : { title })
    return answer(
      turn,
      [await confirmation(turn, conferenceId, [recorded, t('conversation-rsvp-until', { until })])],
      idle,
    )
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    // Names that are none are asked for again; anything else ends the question.
    const step = error.code === 'rsvp-name-missing' ? turn.state.step : idle
    const paragraphs = [t(`error-${error.code}`, error.args), contactOf(turn)]
    return answer(turn, [plainMessage({ paragraphs })], step)
  }
}

/** Asks who comes instead; the next message is the answer. */
export async function askNames(turn: MemberTurn, conferenceId: string): Promise<Answer> {
  const open = await openConference(turn, conferenceId)
  if (!open) return answerRsvp(turn, conferenceId, 'later')
  const paragraphs = [turn.t('conversation-ask-names', { title: open.title })]
  const hint = turn.t('conversation-ask-names-hint')
  return answer(turn, [plainMessage({ paragraphs, hint })], { kind: 'ask-names', conferenceId })
}

/** The invitation that a typed answer is meant for: the latest that still takes answers, else the latest. */
export async function currentInvitation(turn: MemberTurn): Promise<InvitedTo | undefined> {
  const invitedTo = await findInvitedTo(turn.tx, turn.reporter.id, turn.now)
  return invitedTo.find((one) => takesAnswer(one, turn.now)) ?? invitedTo[0]
}

export const takesAnswer = ({ answerBy, cancelledAt }: InvitedTo, now: Date): boolean =>
  cancelledAt === null && now <= answerBy

async function openConference(turn: MemberTurn, conferenceId: string): Promise<InvitedTo | undefined> {
  const invitedTo = await findInvitedTo(turn.tx, turn.reporter.id, turn.now)
  return invitedTo.find((one) => one.conferenceId === conferenceId && takesAnswer(one, turn.now))
}

async function confirmation(turn: MemberTurn, conferenceId: string, paragraphs: readonly string[]) {
  const invitation = await invitationContent(turn, conferenceId)
  const hints = invitation.blocks.filter(({ kind }) => kind === 'hint')
  return plainMessage({ paragraphs, more: hints, buttons: invitation.buttons })
}

const contactOf = ({ deps, reporter, organisation }: MemberTurn): string =>
  contactLine(deps.say, reporter.locale, organisation.settings.deskContact)
