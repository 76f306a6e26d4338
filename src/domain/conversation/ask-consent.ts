import { bindContact } from '../reporters/bind-contact.ts'
import { findPhone, findServedByPhone } from '../reporters/phones.repository.ts'
import { requestToJoin } from '../reporters/request-to-join.ts'
import { welcomeMessage } from '../reporters/welcome-message.ts'
import { idle, type Joining, type Step } from './conversation-state.ts'
import { type Answer, answer, plainMessage, sentence, type Turn } from './turn.ts'

export type ConsentStep = Extract<Step, { kind: 'consent' }>

/** Shows who somebody is taken for and what they agree to; the words shown are the words kept. */
export function askConsent(
  turn: Turn,
  person: { readonly fullName: string; readonly outlet: { readonly name: string } },
  joining: Joining,
): Answer {
  const { t, organisation, deps, contactId } = turn
  const who = t('reporters-consent-who', { name: person.fullName, outlet: person.outlet.name })
  const text = t('reporters-consent-text', { organisation: organisation.name })
  const reference = (verb: 'consent-yes' | 'consent-no') =>
    deps.references.make(contactId, { verb, id: questionId(turn, joining) })
  const message = plainMessage({
    heading: t('reporters-consent-heading', { organisation: organisation.shortName }),
    paragraphs: [who],
    // Never as a quote: a chat folds a long one away, and nobody agrees to what they did not see.
    more: [{ kind: 'paragraph', text }],
    hint: t('reporters-consent-hint'),
    buttons: [
      { label: t('reporters-consent-yes'), reference: reference('consent-yes'), style: 'success' },
      { label: t('reporters-consent-no'), reference: reference('consent-no') },
    ],
  })
  return answer(turn, [message], { kind: 'consent', joining, text: `${who}\n\n${text}` })
}

/** The buttons of an earlier question are not an answer to this one. */
export const questionId = ({ contactId }: Pick<Turn, 'contactId'>, joining: Joining): string =>
  joining.kind === 'code' ? joining.codeId : joining.kind === 'request' ? contactId : joining.reporterId

/** Nothing is bound and nothing is kept before a yes. */
export async function answerConsent(
  turn: Turn,
  { joining, text }: ConsentStep,
  agreed: boolean,
  way: 'button' | 'typed',
): Promise<Answer> {
  if (!agreed) return sentence(turn, 'reporters-consent-declined', { organisation: turn.organisation.name })
  const { tx, deps, contactId, organisation, now, via } = turn
  const consent = { text, way: `${via}:${way}`, at: now.toISOString() }
  if (joining.kind === 'request') {
    const { fullName, outletName } = joining
    const request = { organisationId: organisation.id, contactId, fullName, outletName, consent }
    await requestToJoin(tx, deps, request)
    return sentence(turn, 'reporters-join-waiting', { organisation: organisation.name, name: fullName })
  }
  if (joining.kind === 'phone' && !(await stillMeans(turn, joining))) return sentence(turn, 'reporters-not-bound-gone')
  const code = joining.kind === 'code' ? { codeId: joining.codeId } : {}
  const bound = await bindContact(tx, deps, { contactId, reporterId: joining.reporterId, consent, ...code })
  if (bound !== 'bound') return sentence(turn, `reporters-not-bound-${bound}`)
  const message = await welcomeMessage(tx, deps, { reporterId: joining.reporterId, contactId })
  return { messages: [{ message }], state: { step: idle } }
}

/** The desk may have corrected the number since it was asked, or entered it for somebody else as well. */
async function stillMeans(
  { tx, organisation }: Pick<Turn, 'tx' | 'organisation'>,
  { reporterId, hash }: Extract<Joining, { kind: 'phone' }>,
): Promise<boolean> {
  if ((await findPhone(tx, reporterId))?.phoneHash !== hash) return false
  return (await findServedByPhone(tx, organisation.id, hash)).every((id) => id === reporterId)
}
