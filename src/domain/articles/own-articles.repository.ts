import type { Db } from '../../platform/postgres.ts'
import type { ThemeChoice } from './article.ts'

/** An article for the eyes of somebody who sent it in. */
export type OwnArticle = {
  readonly articleId: string
  readonly url: string
  readonly sentAt: Date
  /** False when somebody had sent it before; who is never said. */
  readonly first: boolean
  /** Since when the desk has it. */
  readonly since: Date
  readonly theme: ThemeChoice | null
  /** What it can be filed under. */
  readonly themes: readonly ThemeChoice[]
}

const themeFields = { select: { id: true, number: true, title: true } } as const

/** What a reporter sent in, newest first. */
export async function findOwnArticles(db: Db, reporterId: string, limit = 100): Promise<readonly OwnArticle[]> {
  const rows = await db.articleSubmission.findMany({
    where: { reporterId },
    orderBy: { id: 'desc' },
    take: limit,
    include: { article: { include: { theme: themeFields } } },
  })
  const publicationIds = [...new Set(rows.flatMap(({ article }) => article.publicationId ?? []))]
  const themes = await db.theme.findMany({
    where: { publicationId: { in: publicationIds }, publication: { recalledAt: null } },
    orderBy: { number: 'asc' },
    select: { ...themeFields.select, publicationId: true },
  })
  return rows.map(({ articleId, url, at, first, article }) => ({
    articleId,
    url,
    sentAt: at,
    first,
    since: article.createdAt,
    theme: article.theme,
    themes: themes
      .filter(({ publicationId }) => publicationId === article.publicationId)
      .map(({ id, number, title }) => ({ id, number, title })),
  }))
}
