import { hasWaitingRequest, withdrawRequests } from '../reporters/join-requests.repository.ts'
import { phoneChannel } from '../reporters/phones.repository.ts'
import { stopReporterWithin } from '../reporters/stop-reporter.ts'
import { answerConsent, askConsent, questionId } from './ask-consent.ts'
import { contactLine } from './contact-line.ts'
import type { Step } from './conversation-state.ts'
import { redeemCode } from './redeem-code.ts'
import type { Request } from './request.ts'
import { identifyByPhone } from './share-phone.ts'
import { type Answer, answer, plainMessage, sentence, type Turn } from './turn.ts'
import type { Meaning } from './understand.ts'

/** Answers whoever is not served here: not on the roster, not yet asked, or stopped. */
export async function answerNewcomer(turn: Turn, request: Request): Promise<Answer> {
  const { step } = turn.state
  if (request.kind === 'forged') return sentence(turn, 'conversation-forged', {}, step)
  if (request.kind === 'action') {
    const { verb, id } = request.action
    if (verb !== 'consent-yes' && verb !== 'consent-no') return askWho(turn)
    const open = step.kind === 'consent' && questionId(turn, step.joining) === id
    if (!open) return sentence(turn, 'conversation-question-closed', {}, step)
    return answerConsent(turn, step, verb === 'consent-yes', 'button')
  }
  if (request.kind === 'phone') return takePhone(turn, request)
  // An invitation's link says nothing about who holds it.
  if (request.kind === 'invitation-link') return start(turn)
  if (request.kind !== 'said') return fallback(askWho(turn))
  const { meaning, text } = request
  const always = await answerAlways(turn, meaning)
  if (always) return always
  switch (step.kind) {
    case 'consent':
      return answerTypedConsent(turn, step, meaning)
    case 'ask-name':
      return takeName(turn, meaning, text)
    case 'ask-outlet':
      return takeOutlet(turn, step.fullName, text)
    default:
      return fallback(askWho(turn))
  }
}

const fallback = async (given: Promise<Answer>): Promise<Answer> => ({ ...(await given), fallback: true })

/** What means the same whatever was asked. */
async function answerAlways(turn: Turn, meaning: Meaning): Promise<Answer | undefined> {
  switch (meaning.kind) {
    case 'stop':
      return stop(turn)
    case 'code':
      return redeemCode(turn, meaning.code)
    case 'start':
      return meaning.parameter === undefined ? start(turn) : redeemCode(turn, meaning.parameter)
    case 'help':
      return help(turn)
    case 'my-data':
      return sentence(
        turn,
        turn.reporter ? 'conversation-my-data-stopped' : 'conversation-my-data-none',
        {},
        turn.state.step,
      )
    default:
      return undefined
  }
}

async function start(turn: Turn): Promise<Answer> {
  const { reporter } = turn
  return reporter ? askConsent(turn, reporter, { kind: 'again', reporterId: reporter.id }) : askWho(turn)
}

/** Says why nothing else is answered, and asks for a code or a name. */
async function askWho(turn: Turn): Promise<Answer> {
  const { tx, contactId, reporter, organisation, via, t, state } = turn
  const organisationName = { organisation: organisation.name }
  if (state.step.kind === 'consent') return answer(turn, [plainMessage({ paragraphs: [t('reporters-consent-hint')] })])
  if (reporter) return sentence(turn, 'conversation-paused', organisationName)
  if (await hasWaitingRequest(tx, contactId)) return sentence(turn, 'reporters-join-still-waiting', organisationName)
  if (state.step.kind === 'ask-outlet') return sentence(turn, 'reporters-ask-outlet', {}, state.step)
  const paragraphs = [t('conversation-not-on-roster', organisationName), t('reporters-ask-code-or-name')]
  // Where a number proves nothing, sharing it would lead nowhere.
  const buttons = via === phoneChannel ? [] : [{ label: t('reporters-share-phone'), ask: 'phone' } as const]
  const message = plainMessage({ paragraphs, hint: t('conversation-newcomer-hint'), buttons })
  return answer(turn, [message], { kind: 'ask-name' })
}

/** Whose chat it is already, and who waits for the desk, is not asked who they are. */
async function takePhone(turn: Turn, given: Extract<Request, { kind: 'phone' }>): Promise<Answer> {
  if (turn.reporter || (await hasWaitingRequest(turn.tx, turn.contactId))) return askWho(turn)
  return identifyByPhone(turn, given)
}

async function help(turn: Turn): Promise<Answer> {
  const { organisation, t, deps } = turn
  const paragraphs = [
    t('conversation-help', { organisation: organisation.name }),
    contactLine(deps.say, turn.reporter?.locale ?? 'vi', organisation.settings.deskContact),
    t('reporters-ask-code-or-name'),
  ]
  return answer(turn, [plainMessage({ paragraphs, hint: t('conversation-newcomer-hint') })])
}

function answerTypedConsent(turn: Turn, step: Extract<Step, { kind: 'consent' }>, meaning: Meaning): Promise<Answer> {
  if (meaning.kind === 'accept' || meaning.kind === 'agree') return answerConsent(turn, step, true, 'typed')
  const no = meaning.kind === 'decline' || meaning.kind === 'disagree' || meaning.kind === 'cancel'
  return no ? answerConsent(turn, step, false, 'typed') : askWho(turn)
}

/** A name has at least two words of letters; a greeting is none. */
const nameForm = /^[\p{L}\p{M}'’.-]+(?:[ ]+[\p{L}\p{M}'’.-]+){1,7}$/u

async function takeName(turn: Turn, meaning: Meaning, text: string): Promise<Answer> {
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  const free = meaning.kind === 'unknown' || meaning.kind === 'name-other'
  if (!free) return askWho(turn)
  if (!nameForm.test(name) || name.length > 80) return sentence(turn, 'reporters-name-unclear', {}, turn.state.step)
  return sentence(turn, 'reporters-ask-outlet', {}, { kind: 'ask-outlet', fullName: name })
}

async function takeOutlet(turn: Turn, fullName: string, text: string): Promise<Answer> {
  const outletName = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (outletName.length > 120 || !/\p{L}{2}/u.test(outletName))
    return sentence(turn, 'reporters-outlet-unclear', {}, turn.state.step)
  return askConsent(turn, { fullName, outlet: { name: outletName } }, { kind: 'request', fullName, outletName })
}

/** Stopping is confirmed whoever says it; a request at the desk is taken back with it. */
async function stop(turn: Turn): Promise<Answer> {
  const { tx, deps, contactId, reporter, via, now, organisation } = turn
  await withdrawRequests(tx, contactId, now)
  if (reporter) await stopReporterWithin(tx, deps, { reporterId: reporter.id, via })
  const key = reporter ? 'conversation-stopped' : 'conversation-stopped-stranger'
  return sentence(turn, key, { organisation: organisation.name })
}
