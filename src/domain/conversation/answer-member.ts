import { DomainError } from '../../platform/errors.ts'
import { findReadable } from '../reporters/reading.repository.ts'
import { stopReporterWithin } from '../reporters/stop-reporter.ts'
import { answerAction } from './answer-action.ts'
import { idle } from './conversation-state.ts'
import { articleAskedAbout, fileArticle, takeLinks } from './filing.ts'
import { menu } from './menu.ts'
import { tellMyData } from './my-data.ts'
import { openAllFiles, openInvitation, openInvitationLink, openNumber, openPublication } from './opening.ts'
import { redeemCode } from './redeem-code.ts'
import type { Request } from './request.ts'
import { answerRsvp, askNames, currentInvitation } from './rsvp.ts'
import { answerPhoneConsent, askPhoneConsent, typedPhone } from './share-phone.ts'
import { type Answer, type MemberTurn, sentence } from './turn.ts'
import type { Meaning } from './understand.ts'
import { openUnopened } from './unopened.ts'

/** Answers somebody of the roster who agreed to be written to. What was only announced to them goes out first. */
export async function answerMember(turn: MemberTurn, request: Request): Promise<Answer> {
  if (request.kind === 'said' && request.meaning.kind === 'stop') return stop(turn)
  const { messages, opened } = await openUnopened(turn)
  const given = await refusalsSaid(turn, () => answerRequest({ ...turn, opened }, request))
  if (messages.length > 0 && given.fallback) return { messages, state: given.state }
  return { ...given, messages: [...messages, ...given.messages] }
}

/** An expected refusal is a sentence like any other. */
async function refusalsSaid(turn: MemberTurn, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return sentence(turn, `error-${error.code}`, error.args)
  }
}

async function answerRequest(turn: MemberTurn, request: Request): Promise<Answer> {
  switch (request.kind) {
    case 'action':
      return answerAction(turn, request.action)
    case 'forged':
      return sentence(turn, 'conversation-forged', {}, turn.state.step)
    case 'invitation-link':
      return openInvitationLink(turn, request.invitationId)
    case 'phone':
      return askPhoneConsent(turn, request)
    case 'file':
      return fallback(await menu(turn, turn.t('conversation-file-unread')))
    case 'wordless':
      return fallback(await menu(turn, turn.t('conversation-wordless')))
    case 'said':
      return answerSaid(turn, request)
    default:
      return request satisfies never
  }
}

async function answerSaid(turn: MemberTurn, request: Extract<Request, { kind: 'said' }>): Promise<Answer> {
  const { meaning, text, links } = request
  const { step } = turn.state
  if (step.kind === 'ask-names' && isAnswerToNames(meaning))
    return answerRsvp(turn, step.conferenceId, 'named', meaning.kind === 'name-other' ? meaning.named : text)
  const phoneAnswer = step.kind === 'phone-consent' ? yesOrNo(meaning) : undefined
  if (step.kind === 'phone-consent' && phoneAnswer !== undefined)
    return answerPhoneConsent(turn, step, phoneAnswer, 'typed')
  const article = articleAskedAbout(turn)
  switch (meaning.kind) {
    case 'start':
      return meaning.parameter === undefined
        ? menu(turn, turn.t('conversation-welcome-back', { name: turn.reporter.fullName }))
        : redeemCode(turn, meaning.parameter)
    case 'code':
      return redeemCode(turn, meaning.code)
    case 'number':
      return article === undefined ? openNumber(turn, meaning.number) : fileArticle(turn, article, meaning.number)
    case 'links':
      return takeLinks(turn, text, links)
    case 'all-files':
    case 'publication':
      return openNewest(turn, meaning.kind)
    case 'accept':
    case 'decline':
    case 'answer-later':
    case 'name-other':
    case 'invitation':
      return answerTyped(turn, meaning)
    case 'my-data':
      return tellMyData(turn)
    case 'cancel':
      return sentence(turn, step.kind === 'idle' ? 'conversation-nothing-to-cancel' : 'conversation-cancelled')
    case 'stop':
      return stop(turn)
    case 'help':
      return menu(turn, turn.t('conversation-help', { organisation: turn.organisation.name }))
    case 'greeting':
      return fallback(await menu(turn, turn.t('conversation-welcome-back', { name: turn.reporter.fullName })))
    case 'thanks':
    case 'agree':
      return fallback(sentence(turn, 'conversation-thanks', {}, step))
    case 'disagree':
    case 'unknown':
      return answerUnknown(turn, text)
    default:
      return meaning satisfies never
  }
}

/** While names are asked for, words that mean something else still do; anything free is taken as the names. */
const isAnswerToNames = ({ kind }: Meaning): boolean =>
  kind === 'unknown' || kind === 'name-other' || kind === 'agree' || kind === 'disagree'

async function answerUnknown(turn: MemberTurn, text: string): Promise<Answer> {
  const phone = typedPhone(text)
  return phone ? askPhoneConsent(turn, phone) : fallback(await menu(turn, turn.t('conversation-not-understood')))
}

/** The short yes and no of an invitation are left to the invitation. */
function yesOrNo({ kind }: Meaning): boolean | undefined {
  if (kind === 'agree') return true
  return kind === 'disagree' || kind === 'cancel' ? false : undefined
}

async function answerTyped(
  turn: MemberTurn,
  meaning: Extract<Meaning, { kind: 'accept' | 'decline' | 'answer-later' | 'name-other' | 'invitation' }>,
): Promise<Answer> {
  const { step } = turn.state
  const asked = step.kind === 'ask-names' ? step : await currentInvitation(turn)
  if (!asked) return fallback(await menu(turn, turn.t('conversation-no-invitation')))
  const { conferenceId } = asked
  switch (meaning.kind) {
    case 'accept':
      return answerRsvp(turn, conferenceId, 'accepted')
    case 'decline':
      return answerRsvp(turn, conferenceId, 'declined')
    case 'answer-later':
      return answerRsvp(turn, conferenceId, 'later')
    case 'name-other':
      return meaning.named !== undefined
        ? answerRsvp(turn, conferenceId, 'named', meaning.named)
        : askNames(turn, conferenceId)
    default:
      return openInvitation(turn, conferenceId)
  }
}

async function openNewest(turn: MemberTurn, what: 'all-files' | 'publication'): Promise<Answer> {
  const [newest] = await findReadable(turn.tx, turn.reporter.id, turn.now)
  if (!newest) return sentence(turn, 'conversation-nothing-sent')
  return what === 'all-files' ? openAllFiles(turn, newest.publicationId) : openPublication(turn, newest.publicationId)
}

async function stop(turn: MemberTurn): Promise<Answer> {
  await stopReporterWithin(turn.tx, turn.deps, { reporterId: turn.reporter.id, via: turn.via })
  return sentence(turn, 'conversation-stopped', { organisation: turn.organisation.name }, idle)
}

const fallback = (given: Answer): Answer => ({ ...given, fallback: true })
