import { newId } from '../../platform/ids.ts'
import { momentInFigures } from '../organisations/office-time.ts'
import { agreeToPhone } from '../reporters/agree-to-phone.ts'
import { maskedPhone, openPhone, phoneHash, readPhoneNumber, sealPhone } from '../reporters/phone-number.ts'
import { findPhone, findPhoneAccount, findServedByPhone } from '../reporters/phones.repository.ts'
import { findReporter } from '../reporters/reporters.repository.ts'
import { askConsent } from './ask-consent.ts'
import { idle, type Step } from './conversation-state.ts'
import { type Answer, answer, type MemberTurn, plainMessage, sentence, type Turn } from './turn.ts'

export type GivenPhone = { readonly number: string; readonly proven: boolean }
type PhoneStep = Extract<Step, { kind: 'phone-consent' }>

/**
 * Somebody who is not served here shares a number: proven by the platform and of exactly one person of the roster, it counts
 * like a code. A number that matches nobody is not kept.
 */
export async function identifyByPhone(turn: Turn, given: GivenPhone): Promise<Answer> {
  const { tx, deps, organisation, t, state } = turn
  const number = inOneSpelling(given)
  const step: Step = state.step.kind === 'ask-outlet' ? state.step : { kind: 'ask-name' }
  if (!given.proven) return sentence(turn, 'reporters-phone-unproven', {}, step)
  const hash = number === undefined ? undefined : phoneHash(deps.keyring, number)
  const [reporterId, ...more] = hash === undefined ? [] : await findServedByPhone(tx, organisation.id, hash)
  const reporter = reporterId === undefined || more.length > 0 ? undefined : await findReporter(tx, reporterId)
  if (reporter && hash !== undefined)
    return askConsent(turn, reporter, { kind: 'phone', reporterId: reporter.id, hash })
  const paragraphs = [t('reporters-phone-unknown', { organisation: organisation.name })]
  return answer(turn, [plainMessage({ paragraphs, hint: t('conversation-newcomer-hint') })], step)
}

/** Somebody who is served gave a number: asks whether notices may go there when the chat is closed. */
export async function askPhoneConsent(turn: MemberTurn, given: GivenPhone): Promise<Answer> {
  const { tx, deps, reporter, contactId, organisation, now, t } = turn
  const number = inOneSpelling(given)
  if (number === undefined) return sentence(turn, 'error-phone-invalid')
  if (!(await findPhoneAccount(tx, organisation.id))) return sentence(turn, 'reporters-phone-not-needed')
  const phone = maskedPhone(number)
  const kept = await findPhone(tx, reporter.id)
  if (kept?.phoneConsentAt && kept.phoneSealed && openPhone(deps.keyring, kept.phoneSealed) === number) {
    const since = momentInFigures(kept.phoneConsentAt, deps.timeZone)
    return sentence(turn, 'reporters-phone-agreed-before', { phone, since })
  }
  const text = t('reporters-phone-consent-text', { organisation: organisation.name, phone })
  const questionId = newId(now)
  const reference = (verb: 'consent-yes' | 'consent-no') => deps.references.make(contactId, { verb, id: questionId })
  const message = plainMessage({
    heading: t('reporters-phone-consent-heading'),
    paragraphs: [text],
    hint: t('reporters-phone-consent-hint'),
    buttons: [
      { label: t('reporters-consent-yes'), reference: reference('consent-yes'), style: 'success' },
      { label: t('reporters-consent-no'), reference: reference('consent-no') },
    ],
  })
  const sealed = sealPhone(deps.keyring, number)
  return answer(turn, [message], { kind: 'phone-consent', questionId, sealed, proven: given.proven, text })
}

/** Nothing changes without a yes. */
export async function answerPhoneConsent(
  turn: MemberTurn,
  { sealed, proven, text }: PhoneStep,
  agreed: boolean,
  way: 'button' | 'typed',
): Promise<Answer> {
  const { tx, deps, reporter, now, via } = turn
  const number = openPhone(deps.keyring, sealed)
  if (!agreed || number === undefined) return sentence(turn, 'reporters-phone-declined', {}, idle)
  const consent = { text, way: `${via}:${way}`, at: now.toISOString() }
  await agreeToPhone(tx, deps, { reporterId: reporter.id, number, proven, consent })
  return sentence(turn, 'reporters-phone-agreed', { phone: maskedPhone(number) }, idle)
}

/** A platform's numbers have their country code: nine digits of Andorra are no Vietnamese mobile without its zero. */
const inOneSpelling = ({ number }: GivenPhone): string | undefined => readPhoneNumber(`+${number}`)

/** A number typed where the platform has no button for it. */
export const typedPhone = (text: string): GivenPhone | undefined => {
  const number = text.length <= 24 ? readPhoneNumber(text) : undefined
  return number === undefined ? undefined : { number, proven: false }
}
