import type { IncomingEvent } from '../../channels/incoming-event.ts'
import type { Block, Button, OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Transaction } from '../../platform/postgres.ts'
import type { TextArguments } from '../../texts.ts'
import type { Deps } from '../deps.ts'
import type { Organisation } from '../organisations/organisation.ts'
import type { Reporter } from '../reporters/reporter.ts'
import { type ConversationState, idle, type Step } from './conversation-state.ts'

/** One thing somebody did in a chat, with all that the answer depends on; lives as long as its transaction. */
export type Turn = {
  readonly tx: Transaction
  readonly deps: Deps
  readonly now: Date
  /** The channel's name, as answers and articles keep it. */
  readonly via: string
  readonly organisation: Organisation
  readonly contactId: string
  /** Where this person may have been written to on this account besides: by the number they agreed to. */
  readonly phoneContactIds: readonly string[]
  /** Whose chat it is; `served` when they are active and agreed to be written to here. */
  readonly reporter: Reporter | undefined
  readonly served: boolean
  readonly event: IncomingEvent
  readonly state: ConversationState
  /** Publications and conferences whose content goes out with this very turn already. */
  readonly opened: ReadonlySet<string>
  readonly t: (key: string, args?: TextArguments) => string
}

export type MemberTurn = Turn & { readonly reporter: Reporter }
export const isMember = (turn: Turn): turn is MemberTurn => turn.served

/** Wherever something may have been sent that is opened in this chat. */
export const ownContactIds = ({ contactId, phoneContactIds }: Turn): readonly string[] => [
  contactId,
  ...phoneContactIds,
]

/** The message that brought something, as what it brought remembers it; undefined where the platform does not name it. */
export const sourceOf = ({ contactId, event }: Pick<Turn, 'contactId' | 'event'>): string | undefined =>
  event.kind === 'text' && event.messageId !== undefined ? `${contactId}:${event.messageId}` : undefined

export type AnswerMessage = {
  readonly message: OutgoingMessage
  /** The delivery whose content it brings. */
  readonly deliveryId?: string
}

export type Answer = {
  readonly messages: readonly AnswerMessage[]
  readonly state: ConversationState
  /** Nothing was understood: not worth saying when a notice's content goes out anyway. */
  readonly fallback?: boolean
}

/** An answer that leads to the given step; without one the chat stays where it was. */
export function answer(turn: Turn, messages: readonly OutgoingMessage[], step: Step = turn.state.step): Answer {
  return { messages: messages.map((message) => ({ message })), state: { ...turn.state, step } }
}

/** One sentence, after which nothing is asked any more. */
export const sentence = (turn: Turn, key: string, args?: TextArguments, step: Step = idle): Answer =>
  answer(turn, [plainMessage({ paragraphs: [turn.t(key, args)] })], step)

export type PlainMessage = {
  readonly heading?: string
  readonly paragraphs: readonly string[]
  readonly more?: readonly Block[]
  readonly hint?: string
  readonly buttons?: readonly Button[]
}

/** Paragraphs without anything in them are left out. */
export function plainMessage({ heading, paragraphs, more = [], hint, buttons = [] }: PlainMessage): OutgoingMessage {
  const blocks: Block[] = []
  if (heading !== undefined) blocks.push({ kind: 'heading', text: heading })
  for (const text of paragraphs) if (text !== '') blocks.push({ kind: 'paragraph', text })
  blocks.push(...more)
  if (hint !== undefined) blocks.push({ kind: 'hint', text: hint })
  return { kind: 'message', blocks, buttons, files: [] }
}
