import type { Db } from '../../platform/postgres.ts'
import type { ThemeChoice } from './article.ts'
import { articleNoSuchTheme, articleNotYours } from './articles.errors.ts'
import { findArticle, findThemes, hasSubmitted, saveTheme } from './articles.repository.ts'

/**
 * Files an article under a theme of the bulletin its sender was asked about; 0 stands for none of them (gives null).
 * Only somebody who sent it in may do so.
 */
export async function assignTheme(
  { db }: { readonly db: Db },
  input: { readonly articleId: string; readonly themeNumber: number; readonly reporterId: string },
): Promise<ThemeChoice | null> {
  const { articleId, themeNumber, reporterId } = input
  const article = await findArticle(db, articleId)
  if (!article || !(await hasSubmitted(db, articleId, reporterId))) throw articleNotYours()
  const { publicationId } = article
  if (themeNumber === 0) {
    await saveTheme(db, articleId, { publicationId, themeId: null })
    return null
  }
  const themes = publicationId ? await findThemes(db, publicationId) : []
  const theme = themes.find(({ number }) => number === themeNumber)
  if (!theme) throw articleNoSuchTheme({ number: themeNumber })
  await saveTheme(db, articleId, { publicationId, themeId: theme.id })
  return theme
}
