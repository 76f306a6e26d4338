import type { Db } from '../../platform/postgres.ts'
import type { ListedArticle, ThemeChoice, ThemeCount } from './article.ts'

const themeFields = { select: { id: true, number: true, title: true } } as const

/** Whose links these are: the organisation and outlet they count for; null for nobody of the roster. */
export function findSender(
  db: Db,
  reporterId: string,
): Promise<{ readonly organisationId: string; readonly outletId: string } | null> {
  return db.reporter.findUnique({ where: { id: reporterId }, select: { organisationId: true, outletId: true } })
}

/** Inserts unless the organisation has this address already; false when it had. */
export async function insertArticle(
  db: Db,
  article: {
    readonly id: string
    readonly organisationId: string
    readonly canonicalUrl: string
    readonly url: string
    readonly outletId: string
    readonly publicationId: string | null
    readonly createdAt: Date
  },
): Promise<boolean> {
  const { count } = await db.article.createMany({ data: [article], skipDuplicates: true })
  return count === 1
}

export async function findArticleByUrl(
  db: Db,
  organisationId: string,
  canonicalUrl: string,
): Promise<{ readonly id: string; readonly createdAt: Date }> {
  const where = { organisationId_canonicalUrl: { organisationId, canonicalUrl } }
  return db.article.findUniqueOrThrow({ where, select: { id: true, createdAt: true } })
}

export async function hasSubmitted(db: Db, articleId: string, reporterId: string): Promise<boolean> {
  return (await db.articleSubmission.count({ where: { articleId, reporterId } })) > 0
}

export async function insertSubmission(
  db: Db,
  submission: {
    readonly id: string
    readonly articleId: string
    readonly reporterId: string
    readonly url: string
    readonly via: string
    readonly at: Date
    readonly first: boolean
    readonly source: string | null
  },
): Promise<void> {
  await db.articleSubmission.create({ data: submission })
}

/** The publication whose themes the sender of this article was asked to choose from, and its address. */
export function findArticle(
  db: Db,
  articleId: string,
): Promise<{ readonly url: string; readonly publicationId: string | null } | null> {
  return db.article.findUnique({ where: { id: articleId }, select: { url: true, publicationId: true } })
}

/** What a sender may choose from; of a bulletin that was taken back, nothing is shown any more. */
export function findThemes(db: Db, publicationId: string): Promise<readonly ThemeChoice[]> {
  const where = { publicationId, publication: { recalledAt: null } }
  return db.theme.findMany({ where, orderBy: { number: 'asc' }, ...themeFields })
}

export const findTheme = (db: Db, id: string): Promise<ThemeChoice | null> =>
  db.theme.findUnique({ where: { id }, ...themeFields })

export async function saveTheme(
  db: Db,
  articleId: string,
  filed: { readonly publicationId: string | null; readonly themeId: string | null },
): Promise<void> {
  await db.article.update({ where: { id: articleId }, data: filed })
}

export async function findArticles(
  db: Db,
  filter: { readonly organisationId: string; readonly publicationId?: string; readonly limit: number },
): Promise<readonly ListedArticle[]> {
  const { organisationId, publicationId, limit } = filter
  const rows = await db.article.findMany({
    where: publicationId === undefined ? { organisationId } : { organisationId, publicationId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    include: { theme: themeFields },
  })
  const outletIds = rows.flatMap(({ outletId }) => outletId ?? [])
  const outlets = await db.outlet.findMany({ where: { id: { in: outletIds } }, select: { id: true, name: true } })
  const names = new Map(outlets.map(({ id, name }) => [id, name]))
  return rows.map(({ id, url, outletId, theme, publicationId: under, createdAt }) => ({
    id,
    url,
    outlet: (outletId && names.get(outletId)) ?? null,
    theme,
    publicationId: under,
    sentAt: createdAt,
  }))
}

export async function countArticlesByTheme(
  db: Db,
  filter: { readonly organisationId: string; readonly publicationId?: string },
): Promise<readonly ThemeCount[]> {
  const counts = await db.article.groupBy({ by: ['themeId'], where: filter, _count: { _all: true } })
  const ids = counts.flatMap(({ themeId }) => themeId ?? [])
  const themes = await db.theme.findMany({ where: { id: { in: ids } }, ...themeFields })
  return counts
    .map(({ themeId, _count }) => ({ theme: themes.find(({ id }) => id === themeId) ?? null, count: _count._all }))
    .toSorted((a, b) => (a.theme?.number ?? 1000) - (b.theme?.number ?? 1000))
}
