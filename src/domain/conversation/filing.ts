import type { Block, Button, OutgoingMessage } from '../../channels/outgoing-message.ts'
import { DomainError } from '../../platform/errors.ts'
import type { SubmittedLink, ThemeChoice } from '../articles/article.ts'
import { findArticle, findThemes } from '../articles/articles.repository.ts'
import { assignTheme } from '../articles/assign-theme.ts'
import { type SubmittedLinks, submitLinks } from '../articles/submit-links.ts'
import { sayMoment } from '../organisations/office-time.ts'
import { shorten } from '../publications/shorten.ts'
import { idle } from './conversation-state.ts'
import { type Answer, answer, type MemberTurn, plainMessage, sentence, sourceOf } from './turn.ts'

const longestShown = 90
const longestLabel = 36
const mostRefusedNamed = 8
/** After this a typed number opens a theme again. */
const askedForMs = 3_600_000

/** Takes the links of a message and asks for the theme of the first new one; the others are asked about one by one. */
export async function takeLinks(turn: MemberTurn, text: string, urls: readonly string[]): Promise<Answer> {
  const { tx, deps, reporter, via } = turn
  const source = sourceOf(turn)
  const input = { reporterId: reporter.id, text, urls, via, ...(source === undefined ? {} : { source }) }
  return answerLinks(turn, await submitLinks({ db: tx, clock: deps.clock }, input))
}

/** Says what became of the links after what is to be said first, and asks for a theme where one is missing. */
export function answerLinks(
  turn: MemberTurn,
  { links, themes }: SubmittedLinks,
  first: readonly string[] = [],
): Answer {
  const { now, t } = turn
  const added = links.filter((link) => link.kind === 'new')
  const waiting = [...waitingArticles(turn), ...added.map(({ articleId }) => articleId)]
  const said = [...first, ...savedParagraphs(turn, added), ...otherParagraphs(turn, links)]
  const askedNow = added[0]
  if (!askedNow || themes.length === 0) return answer(turn, [plainMessage({ paragraphs: said })])
  // The newest message is what a number typed next is about.
  const articleIds = [...added.map(({ articleId }) => articleId), ...waiting].filter(isFirst)
  const question =
    added.length > 1 ? t('articles-which-theme-of', { url: shown(askedNow.url) }) : t('articles-which-theme')
  const message = askingMessage(turn, askedNow.articleId, themes, [...said, question])
  return answer(turn, [message], { kind: 'file-articles', articleIds, askedAt: now.toISOString() })
}

/** Files an article under a theme (0 for none) and asks about the next that waits. */
export async function fileArticle(turn: MemberTurn, articleId: string, themeNumber: number): Promise<Answer> {
  const { tx, reporter, now, t } = turn
  let theme: ThemeChoice | null
  try {
    theme = await assignTheme({ db: tx }, { articleId, themeNumber, reporterId: reporter.id })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return sentence(turn, `error-${error.code}`, error.args, turn.state.step)
  }
  const done = theme
    ? t('articles-filed', { number: theme.number, title: shorten(theme.title, longestShown) })
    : t('articles-filed-none')
  const left = waitingArticles(turn).filter((id) => id !== articleId)
  const next = left[0] === undefined ? null : await findArticle(tx, left[0])
  if (!next?.publicationId || left[0] === undefined) return answer(turn, [plainMessage({ paragraphs: [done] })], idle)
  const themes = await findThemes(tx, next.publicationId)
  if (themes.length === 0) return answer(turn, [plainMessage({ paragraphs: [done] })], idle)
  const message = askingMessage(turn, left[0], themes, [done, t('articles-which-theme-of', { url: shown(next.url) })])
  return answer(turn, [message], { kind: 'file-articles', articleIds: [...left], askedAt: now.toISOString() })
}

/** The article a number typed now is about; undefined when nobody waits for one. */
export const articleAskedAbout = (turn: MemberTurn): string | undefined => waitingArticles(turn)[0]

function waitingArticles({ state: { step }, now }: MemberTurn): readonly string[] {
  if (step.kind !== 'file-articles') return []
  return now.getTime() - new Date(step.askedAt).getTime() <= askedForMs ? step.articleIds : []
}

function savedParagraphs({ t }: MemberTurn, added: readonly { readonly url: string }[]): readonly string[] {
  const [only] = added
  if (!only) return []
  if (added.length === 1) return [t('articles-saved-one', { url: shown(only.url) })]
  const lines = added.map(({ url }) => `• ${shown(url)}`)
  return [[t('articles-saved', { count: added.length }), ...lines].join('\n')]
}

/** Of a pasted wall of links only the first that were not taken are named: an answer must not be many times what was asked. */
function otherParagraphs(turn: MemberTurn, links: readonly SubmittedLink[]): readonly string[] {
  const refused = links.filter(({ kind }) => kind === 'refused')
  const unnamed = refused.slice(mostRefusedNamed)
  const said = links.filter((link) => !unnamed.includes(link)).flatMap((link) => otherParagraph(turn, link))
  return unnamed.length === 0 ? said : [...said, turn.t('articles-refused-more', { count: unnamed.length })]
}

function otherParagraph({ t, deps, reporter }: MemberTurn, link: SubmittedLink): readonly string[] {
  if (link.kind === 'new') return []
  const url = shown(link.url)
  if (link.kind === 'refused') return [t(`articles-refused-${link.reason}`, { url })]
  return [t('articles-repeat', { url, since: sayMoment(deps.say, reporter.locale, link.since, deps.timeZone) })]
}

function askingMessage(
  { t, deps, contactId }: MemberTurn,
  articleId: string,
  themes: readonly ThemeChoice[],
  paragraphs: readonly string[],
): OutgoingMessage {
  const button = (number: number, label: string): Button => {
    const reference = deps.references.make(contactId, { verb: 'article-theme', id: articleId, number })
    return { label, reference }
  }
  const items = themes.map(({ number, title }) => ({ number, text: shorten(title, longestShown) }))
  const more: readonly Block[] = [{ kind: 'numbered', items }]
  const buttons = [
    ...themes.map(({ number, title }) => button(number, `${number}. ${shorten(title, longestLabel)}`)),
    button(0, t('articles-button-none')),
  ]
  return plainMessage({ paragraphs, more, hint: t('articles-theme-hint'), buttons })
}

/** Of a long address as much as tells it apart. */
export const shown = (url: string): string => (url.length <= longestShown ? url : `${url.slice(0, longestShown - 1)}…`)
const isFirst = (id: string, at: number, ids: readonly string[]): boolean => ids.indexOf(id) === at
