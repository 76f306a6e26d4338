import type { OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Deps } from '../deps.ts'
import { typedAnswers } from './conference.ts'

/** The same message with the answers to this conference closed; undefined when it offers none that are open. Pure. */
export function withClosedAnswers(
  { references }: Pick<Deps, 'references'>,
  message: OutgoingMessage,
  of: { readonly contactId: string; readonly conferenceId: string },
): OutgoingMessage | undefined {
  let closed = 0
  const buttons = message.buttons.map((button) => {
    if (!('reference' in button) || button.closed) return button
    const action = references.read(of.contactId, button.reference)
    if (typeof action !== 'object' || action.id !== of.conferenceId || !(action.verb in typedAnswers)) return button
    closed += 1
    return { ...button, closed: true as const }
  })
  return closed === 0 ? undefined : { ...message, buttons }
}
