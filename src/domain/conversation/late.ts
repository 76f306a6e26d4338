import type { IncomingEvent } from '../../channels/incoming-event.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { idle } from './conversation-state.ts'
import { wasWrittenTo } from './replies.repository.ts'
import type { Answer, Turn } from './turn.ts'

/** Heard so long after it was said, it comes from a downtime. */
const lateAfterMs = 900_000
/** Two messages may overtake each other on the way; one that was said so long before the other answers nothing asked in between. */
const apartMs = 60_000
const onceInMs = 600_000

/**
 * Of what somebody said in vain while nobody listened, one is answered that it was not understood; the rest would only be the same
 * words again. What means something is always answered.
 */
export async function sparedWhenLate(turn: Turn, given: Answer): Promise<Answer> {
  const { tx, contactId, event, now } = turn
  if (!given.fallback || now.getTime() - event.at.getTime() < lateAfterMs) return given
  return (await isToldAlready(tx, contactId, now)) ? { ...given, messages: [] } : given
}

const isToldAlready = (tx: Transaction, contactId: string, now: Date): Promise<boolean> =>
  wasWrittenTo(tx, contactId, new Date(now.getTime() - onceInMs))

/** Free words that were said before the last that we heard are no answer to a question that came after them. */
export function isBeforeQuestion(event: IncomingEvent, heardUntil: Date | null, { state }: Turn): boolean {
  if (event.kind !== 'text' || heardUntil === null || !takesFreeWords.has(state.step.kind)) return false
  return event.at.getTime() < heardUntil.getTime() - apartMs
}

const takesFreeWords = new Set(['ask-names', 'ask-name', 'ask-outlet'])

/** Answered as if nothing were asked; the question stays. */
export async function besideQuestion(turn: Turn, answerTurn: (turn: Turn) => Promise<Answer>): Promise<Answer> {
  const given = await answerTurn({ ...turn, state: { ...turn.state, step: idle } })
  const { step } = given.state
  return step.kind === 'idle' ? { ...given, state: { ...given.state, step: turn.state.step } } : given
}
