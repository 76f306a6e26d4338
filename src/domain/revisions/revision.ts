import type { SendTrace } from '../../channels/send-outcome.ts'

/** Why messages that are on phones already are changed: the publication was taken back, it was put right, or the time for answers is over. */
export type RevisionKind = 'recalled' | 'corrected' | 'closed'

/** One decision to change what was sent; what it comes to, its steps say. */
export type Revision = {
  readonly id: string
  readonly organisationId: string
  readonly kind: RevisionKind
  readonly publicationId: string | null
  readonly conferenceId: string | null
  /** A staff member's id, or "schedule". */
  readonly createdBy: string
  readonly createdAt: Date
}

/** `revised`: the phone no longer shows the old as valid. `cannot`: it does, and the platform lets nobody change that. */
export type StepState = 'planned' | 'queued' | 'revised' | 'cannot'

/** Why a step could not, or not in every part; each has a sentence `revisions-reason-<reason>`. */
const stepReasons = [
  'no-way',
  'gone',
  'refused',
  'no-answer',
  'unknown-part',
  'parts-differ',
  'partly',
  'nothing-sent',
  'internal-error',
] as const
export type StepReason = (typeof stepReasons)[number]

/** What became of one message, as evidence for staff. */
export type MessageTrace = SendTrace & { readonly became: 'revised' | 'cannot'; readonly essential: boolean }

/** How far a revision is: how many steps are in each state. */
export type Progress = Readonly<Record<StepState, number>>

/** An entry stands for one part: several ids where the platform made an album of it, none where it gave no id. */
export const idsIn = (entry: string): readonly string[] =>
  entry.split(' ').filter((id) => id !== '' && id !== '-' && id !== 'page')

/** How a step ends once every message had its turn. The first text decides: with it gone or changed, the phone says what is true now. */
export function conclusion(
  messages: readonly Pick<MessageTrace, 'became' | 'essential'>[],
  facts: { readonly unknownPart: boolean; readonly partsDiffer: boolean; readonly untouched: boolean },
): { readonly state: 'revised' | 'cannot'; readonly reason: StepReason | null } {
  const failed = messages.filter(({ became }) => became === 'cannot')
  if (failed.some(({ essential }) => essential)) return { state: 'cannot', reason: 'refused' }
  if (facts.untouched) return { state: 'cannot', reason: 'parts-differ' }
  if (facts.unknownPart) return { state: 'cannot', reason: 'unknown-part' }
  if (messages.length === 0) return { state: 'revised', reason: facts.partsDiffer ? 'parts-differ' : 'nothing-sent' }
  if (facts.partsDiffer) return { state: 'revised', reason: 'parts-differ' }
  return { state: 'revised', reason: failed.length > 0 ? 'partly' : null }
}
