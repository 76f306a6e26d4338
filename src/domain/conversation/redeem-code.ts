import { momentInFigures } from '../organisations/office-time.ts'
import { checkRegistrationCode } from '../reporters/check-registration-code.ts'
import { readRegistrationCode } from '../reporters/registration-code.ts'
import { askConsent } from './ask-consent.ts'
import { type Answer, sentence, type Turn } from './turn.ts'

const mostWrong = 5
const waitMs = 15 * 60_000

/** Takes a registration code, typed or brought by a deep link: each outcome has its sentence, and guessing is slowed down. */
export async function redeemCode(turn: Turn, typed: string): Promise<Answer> {
  const { tx, deps, state, organisation, reporter, served, now } = turn
  const step = state.step.kind === 'consent' ? { kind: 'idle' as const } : state.step
  const until = state.guesses?.until
  if (until !== undefined && new Date(until) > now)
    return sentence(turn, 'reporters-code-wait', { until: momentInFigures(new Date(until), deps.timeZone) }, step)
  const code = readRegistrationCode(typed)
  const { id: organisationId } = organisation
  const checked = code ? await checkRegistrationCode(tx, deps, { organisationId, code }) : { kind: 'wrong' as const }
  switch (checked.kind) {
    case 'wrong':
      return afterWrong(turn, sentence(turn, 'reporters-code-wrong', {}, step))
    case 'expired':
      return sentence(turn, 'reporters-code-expired', {}, step)
    case 'used':
      return served && checked.reporterId === reporter?.id
        ? sentence(turn, 'reporters-code-already', { name: reporter.fullName }, step)
        : afterWrong(turn, sentence(turn, 'reporters-code-used', {}, step))
    case 'valid':
      if (served && reporter)
        return reporter.id === checked.reporter.id
          ? sentence(turn, 'reporters-code-already', { name: reporter.fullName }, step)
          : sentence(turn, 'reporters-chat-taken', { name: reporter.fullName }, step)
      return askConsent(turn, checked.reporter, {
        kind: 'code',
        codeId: checked.codeId,
        reporterId: checked.reporter.id,
      })
    default:
      return checked satisfies never
  }
}

/** Five in a row, then a quarter of an hour in which no code is even looked at. */
function afterWrong(turn: Turn, given: Answer): Answer {
  const wrong = (turn.state.guesses?.wrong ?? 0) + 1
  const until = new Date(turn.now.getTime() + waitMs).toISOString()
  return { ...given, state: { ...given.state, guesses: wrong < mostWrong ? { wrong } : { wrong: 0, until } } }
}
