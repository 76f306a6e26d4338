import type { Action } from './references.ts'
import type { Turn } from './turn.ts'
import { type Meaning, understand } from './understand.ts'

/** What somebody asks for, whether they tapped or typed it. */
export type Request =
  | { readonly kind: 'action'; readonly action: Action }
  /** Looks like one of our buttons, but was not made for this chat. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'said'; readonly meaning: Meaning; readonly text: string; readonly links: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'wordless' }

/** A typed reference counts as a tap, since Zalo cannot tell the two apart. */
export function readRequest({ deps, contactId, event }: Pick<Turn, 'deps' | 'contactId' | 'event'>): Request {
  const reference = (text: string): Request | undefined => {
    const action = deps.references.read(contactId, text)
    if (action === undefined) return undefined
    return action === 'forged' ? { kind: 'forged' } : { kind: 'action', action }
  }
  switch (event.kind) {
    case 'tap':
      return reference(event.reference) ?? { kind: 'forged' }
    case 'text': {
      const { text, links } = event
      return reference(text) ?? { kind: 'said', meaning: meaningOf(text, links), text, links }
    }
    case 'start': {
      const { parameter } = event
      const meaning: Meaning = parameter === undefined ? { kind: 'start' } : { kind: 'start', parameter }
      return (parameter && reference(parameter)) || { kind: 'said', meaning, text: '', links: [] }
    }
    case 'file': {
      const { caption = '' } = event
      const meaning = understand(caption)
      // A file is not read, but a link or an answer written below it is.
      return meaning.kind === 'unknown' ? { kind: 'file' } : { kind: 'said', meaning, text: caption, links: [] }
    }
    case 'wordless':
    case 'phone':
    case 'received':
    case 'reachability':
    case 'withdrawn':
      return { kind: 'wordless' }
    default:
      return event satisfies never
  }
}

/** An address that the platform found behind the words makes a text a link, unless it says something else of ours. */
function meaningOf(text: string, links: readonly string[]): Meaning {
  const meaning = understand(text)
  return meaning.kind === 'unknown' && links.length > 0 ? { kind: 'links' } : meaning
}
