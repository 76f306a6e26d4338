import { readInvitationParameter } from '../conferences/invitation-links.ts'
import type { Action } from './references.ts'
import type { Turn } from './turn.ts'
import { type Meaning, understand } from './understand.ts'

/** What somebody asks for, whether they tapped or typed it. */
export type Request =
  | { readonly kind: 'action'; readonly action: Action }
  /** Looks like one of our buttons, but was not made for this chat. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'said'; readonly meaning: Meaning; readonly text: string; readonly links: readonly string[] }
  /** A deep link to an invitation, which may be somebody else's. */
  | { readonly kind: 'invitation-link'; readonly invitationId: string }
  | { readonly kind: 'phone'; readonly number: string; readonly proven: boolean }
  | { readonly kind: 'file' }
  | { readonly kind: 'wordless' }

/** A typed reference counts as a tap, since Zalo cannot tell the two apart. */
export function readRequest(turn: Pick<Turn, 'deps' | 'contactId' | 'phoneContactIds' | 'event'>): Request {
  const { event } = turn
  const reference = (text: string) => readReference(turn, text)
  switch (event.kind) {
    case 'tap':
      return reference(event.reference) ?? { kind: 'forged' }
    case 'text': {
      const { text, links } = event
      return reference(text) ?? { kind: 'said', meaning: meaningOf(text, links), text, links }
    }
    case 'start': {
      const { parameter } = event
      const invitationId = parameter && readInvitationParameter(turn.deps.keyring, parameter)
      if (invitationId) return { kind: 'invitation-link', invitationId }
      const meaning: Meaning = parameter === undefined ? { kind: 'start' } : { kind: 'start', parameter }
      return (parameter && reference(parameter)) || { kind: 'said', meaning, text: '', links: [] }
    }
    case 'file': {
      const { caption = '' } = event
      const meaning = understand(caption)
      // A file is not read, but a link or an answer written below it is.
      return meaning.kind === 'unknown' ? { kind: 'file' } : { kind: 'said', meaning, text: caption, links: [] }
    }
    case 'phone':
      return { kind: 'phone', number: event.number, proven: event.proven }
    case 'wordless':
    case 'received':
    case 'reachability':
    case 'withdrawn':
      return { kind: 'wordless' }
    default:
      return event satisfies never
  }
}

/** The button of a notice that went to somebody's number is theirs in their chat as well. */
function readReference(
  { deps, contactId, phoneContactIds }: Pick<Turn, 'deps' | 'contactId' | 'phoneContactIds'>,
  text: string,
): Request | undefined {
  const read = [contactId, ...phoneContactIds].map((id) => deps.references.read(id, text))
  const action = read.find((each) => typeof each === 'object')
  if (action) return { kind: 'action', action }
  return read.includes('forged') ? { kind: 'forged' } : undefined
}

/** An address that the platform found behind the words makes a text a link, unless it says something else of ours. */
function meaningOf(text: string, links: readonly string[]): Meaning {
  const meaning = understand(text)
  return meaning.kind === 'unknown' && links.length > 0 ? { kind: 'links' } : meaning
}
