import type { Deps } from '../deps.ts'
import type { ListedArticle, ThemeCount } from './article.ts'
import { countArticlesByTheme, findArticles } from './articles.repository.ts'

export type ArticleList = { readonly articles: readonly ListedArticle[]; readonly themes: readonly ThemeCount[] }

/** What the desk reads: newest first, with outlet and theme, and how many items each theme has. Never by reporter. */
export async function listArticles(
  { db }: Pick<Deps, 'db'>,
  filter: { readonly organisationId: string; readonly publicationId?: string; readonly limit?: number },
): Promise<ArticleList> {
  const { limit = 200, ...where } = filter
  const [articles, themes] = await Promise.all([findArticles(db, { ...where, limit }), countArticlesByTheme(db, where)])
  return { articles, themes }
}
