import type { Db } from '../../platform/postgres.ts'

/** What one chat message brought, with what its article stands for now. */
export type SubmissionOfMessage = {
  readonly id: string
  readonly articleId: string
  readonly url: string
  readonly canonicalUrl: string
  readonly publicationId: string | null
  readonly themeId: string | null
}

export async function findSubmissionsOfMessage(
  db: Db,
  { reporterId, source }: { readonly reporterId: string; readonly source: string },
): Promise<readonly SubmissionOfMessage[]> {
  const rows = await db.articleSubmission.findMany({
    where: { reporterId, source },
    orderBy: { id: 'asc' },
    include: { article: { select: { canonicalUrl: true, publicationId: true, themeId: true } } },
  })
  return rows.map(({ id, articleId, url, article }) => ({ id, articleId, url, ...article }))
}

/** Takes one submission away; the article is then the outlet's whose reporter sent it next. Gives how many others there are. */
export async function withdrawSubmission(db: Db, { id, articleId }: SubmissionOfMessage): Promise<number> {
  await db.articleSubmission.delete({ where: { id } })
  const left = await db.articleSubmission.findMany({ where: { articleId }, orderBy: { id: 'asc' } })
  const [next] = left
  if (next && !left.some(({ first }) => first)) {
    await db.articleSubmission.update({ where: { id: next.id }, data: { first: true } })
    const sender = await db.reporter.findUnique({ where: { id: next.reporterId }, select: { outletId: true } })
    await db.article.update({ where: { id: articleId }, data: { outletId: sender?.outletId ?? null } })
  }
  return left.length
}

export async function deleteArticle(db: Db, id: string): Promise<void> {
  await db.article.delete({ where: { id } })
}
