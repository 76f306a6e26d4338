import type { IncomingContent } from '../../channels/incoming-event.ts'
import { type CorrectedLinks, correctLinks } from '../articles/correct-links.ts'
import { shorten } from '../publications/shorten.ts'
import { type ConversationState, idle } from './conversation-state.ts'
import { answerLinks, shown } from './filing.ts'
import { type Request, readRequest } from './request.ts'
import { type Answer, answer, isMember, type MemberTurn, plainMessage, sourceOf, type Turn } from './turn.ts'

type EditedText = Extract<IncomingContent, { kind: 'text' }>

/**
 * A corrected message counts only for the links it brings: nothing else that was typed is answered or done a second time.
 * Of several edits the newest stands, in whatever order they come.
 */
export async function answerEdited(turn: Turn, { messageId }: EditedText): Promise<Answer> {
  const nothing = answer(turn, [])
  const source = sourceOf(turn)
  if (messageId === undefined || source === undefined) return nothing
  const edits = turn.state.edits ?? []
  const known = edits.find(({ message }) => message === messageId)
  if (known && new Date(known.at) > turn.event.at) return nothing
  const state = { ...turn.state, edits: withEdit(edits, messageId, turn.event.at) }
  if (!isMember(turn)) return { ...nothing, state }
  return correct({ ...turn, state }, source)
}

/** Of a message that was edited before it came to us, the links it had at first are not taken any more. */
export function isOvertaken({ event, state }: Pick<Turn, 'event' | 'state'>, request: Request): boolean {
  if (event.kind !== 'text' || event.messageId === undefined || !asLinks(request)) return false
  return (state.edits ?? []).some(({ message }) => message === event.messageId)
}

async function correct(turn: MemberTurn, source: string): Promise<Answer> {
  const { tx, deps, reporter, via } = turn
  const said = asLinks(readRequest(turn)) ?? { text: '', links: [] }
  const input = { reporterId: reporter.id, text: said.text, urls: said.links, via, source }
  const corrected = await correctLinks({ db: tx, clock: deps.clock }, input)
  const { links, withdrawn, movedTheme } = corrected
  // What is known by another message is nothing new, and was said then.
  if (withdrawn.length === 0 && links.every(({ kind }) => kind === 'repeat')) return answer(turn, [])
  const left = { ...turn, state: withoutWithdrawn(turn.state, corrected) }
  const first = [turn.t('articles-corrected'), ...withdrawnParagraphs(turn, corrected)]
  if (!movedTheme) return answerLinks(left, corrected, first)
  const { number, title } = movedTheme
  const filed = turn.t('articles-filed', { number, title: shorten(title, longestTitle) })
  const saved = links.map(({ url }) => turn.t('articles-saved-one', { url: shown(url) }))
  return answer(left, [plainMessage({ paragraphs: [...first, ...saved, filed] })])
}

const longestTitle = 90
const mostNamed = 8

function withdrawnParagraphs({ t }: MemberTurn, { withdrawn }: CorrectedLinks): readonly string[] {
  const [only] = withdrawn
  if (!only) return []
  if (withdrawn.length === 1) return [t('articles-withdrawn-one', { url: shown(only.url) })]
  const lines = withdrawn.slice(0, mostNamed).map(({ url }) => `• ${shown(url)}`)
  return [[t('articles-withdrawn', { count: withdrawn.length }), ...lines].join('\n')]
}

const asLinks = (request: Request): Extract<Request, { kind: 'said' }> | undefined =>
  request.kind === 'said' && request.meaning.kind === 'links' ? request : undefined

/** Nobody is asked for the theme of what is gone. */
function withoutWithdrawn(state: ConversationState, { withdrawn }: CorrectedLinks): ConversationState {
  const { step } = state
  if (step.kind !== 'file-articles') return state
  const articleIds = step.articleIds.filter((id) => !withdrawn.some(({ articleId }) => articleId === id))
  return { ...state, step: articleIds.length > 0 ? { ...step, articleIds } : idle }
}

/** Older ones are hardly overtaken any more. */
const mostEditsKept = 20

const withEdit = (edits: NonNullable<ConversationState['edits']>, message: string, at: Date) =>
  [{ message, at: at.toISOString() }, ...edits.filter((each) => each.message !== message)].slice(0, mostEditsKept)
