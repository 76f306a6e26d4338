/** A press conference, briefing or meeting with invitations. `kind` is the office's own word for it: "Giao ban báo chí". */
export type Conference = {
  readonly id: string
  readonly organisationId: string
  readonly publicationId: string | null
  readonly kind: string
  readonly title: string
  readonly startsAt: Date
  readonly place: string
  readonly agenda: string
  readonly answerBy: Date
  readonly contact: string
  readonly cancelledAt: Date | null
}

/** What a reporter answered to an invitation; `none` until the first answer. */
export type RsvpAnswer = 'none' | 'later' | 'accepted' | 'declined' | 'named'

/** An answer that can be given. */
export type GivenAnswer = Exclude<RsvpAnswer, 'none'>

/** Where a reporter's answer stands. `named` are the names given instead, as typed. */
export type CurrentAnswer = { readonly answer: RsvpAnswer; readonly named: string | null }

export const notAnswered: CurrentAnswer = { answer: 'none', named: null }

/** Answers are taken until this very moment, and never for what was cancelled. */
export const takesAnswers = (conference: Pick<Conference, 'answerBy' | 'cancelledAt'>, now: Date): boolean =>
  conference.cancelledAt === null && now <= conference.answerBy

/** What is typed for each button: the first letters of có, không, người khác, sau. */
export const typedAnswers = { accept: 'C', decline: 'K', 'name-other': 'N', 'answer-later': 'S' } as const
