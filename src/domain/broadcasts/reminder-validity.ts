import type { RsvpAnswer } from '../conferences/conference.ts'

/** What a reminder is checked against at the moment it would go. */
export type ReminderFacts = {
  readonly kind: string
  readonly answer: RsvpAnswer
  readonly startsAt: Date
  readonly answerBy: Date
  readonly cancelledAt: Date | null
}

const twoHoursMs = 7_200_000

/** Why a due reminder must not go after all (it may be days late); undefined when it still helps its reader. */
export function whyNotRemind(facts: ReminderFacts, now: Date): 'cancelled' | 'answered' | 'past' | undefined {
  const { kind, answer, startsAt, answerBy, cancelledAt } = facts
  if (cancelledAt) return 'cancelled'
  if (kind === 'answer-by') {
    if (answer !== 'none' && answer !== 'later') return 'answered'
    return now < answerBy ? undefined : 'past'
  }
  if (answer !== 'accepted' && answer !== 'named') return 'answered'
  // So late, the reminder of the same day says it better.
  const until = kind === 'day-before' ? startsAt.getTime() - twoHoursMs : startsAt.getTime()
  return now.getTime() < until ? undefined : 'past'
}
