import type { Db } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { ThemeChoice } from './article.ts'
import { findTheme, saveTheme } from './articles.repository.ts'
import { canonicalUrl } from './canonical-url.ts'
import { extractLinks } from './extract-links.ts'
import {
  deleteArticle,
  findSubmissionsOfMessage,
  type SubmissionOfMessage,
  withdrawSubmission,
} from './submissions.repository.ts'
import { type SubmittedLinks, submitLinks } from './submit-links.ts'

export type CorrectedLinks = SubmittedLinks & {
  /** What the message said before and says no longer. */
  readonly withdrawn: readonly { readonly articleId: string; readonly url: string }[]
  /** The theme that one corrected link took over from the one it replaces. */
  readonly movedTheme: ThemeChoice | null
}

/**
 * Makes what a message brought equal to what it says now. A link that is gone loses this submission, and the article with it
 * when nobody else sent it and nothing was decided on it; what stayed is not touched.
 */
export async function correctLinks(
  deps: Pick<Deps, 'clock'> & { readonly db: Db },
  input: {
    readonly reporterId: string
    readonly text: string
    readonly urls: readonly string[]
    readonly via: string
    readonly source: string
  },
): Promise<CorrectedLinks> {
  const { text, urls, ...sender } = input
  const before = await findSubmissionsOfMessage(deps.db, input)
  const known = new Set(before.map((each) => each.canonicalUrl))
  const said = [...extractLinks(text), ...urls].map((address) => ({ address, canonical: canonicalOf(address) }))
  const gone = before.filter((each) => !said.some(({ canonical }) => canonical === each.canonicalUrl))
  const fresh = said.filter(({ canonical }) => canonical === undefined || !known.has(canonical))
  const submitted = await submitLinks(deps, { ...sender, urls: fresh.map(({ address }) => address) })
  const [replaced] = gone
  const [replacing, ...more] = submitted.links
  const moves = gone.length === 1 && more.length === 0 && replacing?.kind === 'new'
  const movedTheme = moves && replaced ? await moveTheme(deps.db, replaced, replacing.articleId) : null
  for (const each of gone) {
    const others = await withdrawSubmission(deps.db, each)
    if (others === 0 && (each.themeId === null || movedTheme)) await deleteArticle(deps.db, each.articleId)
  }
  return { ...submitted, withdrawn: gone.map(({ articleId, url }) => ({ articleId, url })), movedTheme }
}

function canonicalOf(address: string): string | undefined {
  const canonical = canonicalUrl(address)
  return canonical.kind === 'canonical' ? canonical.url : undefined
}

/** A corrected address is the same piece of work: it stays where its sender filed it. */
async function moveTheme(db: Db, from: SubmissionOfMessage, toArticleId: string): Promise<ThemeChoice | null> {
  const { publicationId, themeId } = from
  if (themeId === null) return null
  await saveTheme(db, toArticleId, { publicationId, themeId })
  return findTheme(db, themeId)
}
