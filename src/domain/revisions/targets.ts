import type { Revision as Change, Channel, Part } from '../../channels/channel.ts'
import type { OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Locale } from '../../texts.ts'
import { withClosedAnswers } from '../conferences/closed-buttons.ts'
import type { Deps } from '../deps.ts'
import type { Publication } from '../publications/publication.ts'
import { recalledSentence, replacedSentence } from '../publications/standing-message.ts'
import { idsIn } from './revision.ts'
import type { CarrierRow, Step } from './steps.repository.ts'

/** What a message of a delivery or reply is about: the publication itself, or an invitation that went with it. */
export type Carried = {
  readonly about: 'content' | { readonly conferenceId: string }
  /** As it was sent, its buttons open. */
  readonly message: OutgoingMessage
}

/** A message on the phone, and what is tried on it in this order until one is accepted. */
export type Target = { readonly messageId: string; readonly changes: readonly Change[]; readonly essential: boolean }

export type Targets = {
  readonly targets: readonly Target[]
  /** A part may be on the phone that the platform gave no id for. */
  readonly unknownPart: boolean
  /** Composed again it falls into other parts than it was sent in, so only what is certain is touched. */
  readonly partsDiffer: boolean
  /** So some that may hold the content stay as they are. */
  readonly untouched: boolean
}

export type Writing = {
  readonly locale: Locale
  /** Of a recall or a correction. */
  readonly publication: Publication | undefined
  /** Conferences called off together with the recall: their invitations go too. */
  readonly calledOff: ReadonlySet<string>
}

/** Which messages are changed and how. `carried` is undefined when nobody can say any more what was in them. Pure. */
export function targetsOf(
  deps: Pick<Deps, 'say' | 'references'>,
  channel: Pick<Channel, 'render'>,
  step: Step & { readonly carrier: CarrierRow },
  carried: readonly Carried[] | undefined,
  writing: Writing,
): Targets {
  const { messageIds, state } = step.carrier
  const parts = (carried ?? []).flatMap(({ message, about }) =>
    channel.render(message).map((_, at, all) => ({ about, message, at, count: all.length })),
  )
  // What was broken off has fewer; what was sent to its end has exactly as many.
  const complete = state === 'sent'
  const partsDiffer = complete ? messageIds.length !== parts.length : messageIds.length > parts.length
  const targets = messageIds.flatMap((entry, at) => {
    const part = partsDiffer ? undefined : parts[at]
    const changes = changesFor(deps, channel, step, at, part, writing)
    return idsIn(entry).map((messageId, index) => ({
      messageId,
      changes: index === 0 || step.revision.kind !== 'closed' ? changes : [],
      essential: at === 0 && index === 0,
    }))
  })
  const changing = step.revision.kind !== 'closed'
  // Settled by somebody's word, it may have more on the phone than the platform gave ids for.
  const without = messageIds.length === 0 || messageIds.some((entry) => idsIn(entry).length === 0)
  const fewer = complete && messageIds.length < parts.length
  return {
    targets: targets.filter(({ changes }) => changes.length > 0),
    unknownPart: changing && (without || fewer || state === 'unknown') && onPhone.includes(state),
    partsDiffer,
    untouched: changing && partsDiffer && targets.some(({ changes }) => changes.length === 0),
  }
}

const onPhone: readonly string[] = ['sent', 'unknown']

type PlacedPart = { readonly about: Carried['about']; readonly message: OutgoingMessage; readonly at: number }

function changesFor(
  deps: Pick<Deps, 'say' | 'references'>,
  channel: Pick<Channel, 'render'>,
  step: Step,
  at: number,
  part: PlacedPart | undefined,
  writing: Writing,
): readonly Change[] {
  const { kind, conferenceId } = step.revision
  if (kind === 'closed') return conferenceId && part ? closingOf(deps, channel, step, part, conferenceId) : []
  if (part ? !concerned(part.about, kind, writing) : at > 0 && !takesAll(kind, writing)) return []
  const stub = stubOf(deps, channel, at === 0, kind, writing)
  // The old text stays as a trace of itself where it was put right, so that nobody wonders what was there.
  return kind === 'corrected' && at === 0 ? stub : [{ kind: 'delete' }, ...stub]
}

/** An invitation stands as long as its conference does. */
const concerned = (about: Carried['about'], kind: 'recalled' | 'corrected', { calledOff }: Writing): boolean =>
  about === 'content' || (kind === 'recalled' && calledOff.has(about.conferenceId))

const takesAll = (kind: 'recalled' | 'corrected', { publication, calledOff }: Writing): boolean =>
  kind === 'recalled' && (publication?.conferences ?? []).every(({ id }) => calledOff.has(id))

function stubOf(
  { say }: Pick<Deps, 'say'>,
  channel: Pick<Channel, 'render'>,
  first: boolean,
  kind: 'recalled' | 'corrected',
  { locale, publication }: Writing,
): readonly Change[] {
  if (!publication) return []
  const short = say(locale, kind === 'recalled' ? 'revisions-recalled-part' : 'revisions-replaced-part')
  const replaced = publication.replacedBy
  const sentence =
    kind === 'recalled'
      ? recalledSentence(say, locale, publication)
      : replaced && replacedSentence(say, locale, publication, replaced)
  const text = first ? (sentence ?? short) : short
  const [part] = channel.render({ kind: 'message', blocks: [{ kind: 'paragraph', text }], buttons: [], files: [] })
  return part ? [{ kind: 'replace', part }] : []
}

function closingOf(
  deps: Pick<Deps, 'references'>,
  channel: Pick<Channel, 'render'>,
  { contactId }: Step,
  { message, at }: PlacedPart,
  conferenceId: string,
): readonly Change[] {
  const closed = withClosedAnswers(deps, message, { contactId, conferenceId })
  const part: Part | undefined = closed && channel.render(closed)[at]
  return part ? [{ kind: 'buttons', part }] : []
}
