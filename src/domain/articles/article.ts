/** What became of one link of a message. */
export type SubmittedLink =
  | { readonly kind: 'new'; readonly articleId: string; readonly url: string }
  /** Somebody sent it before; only since when is said, never who. */
  | { readonly kind: 'repeat'; readonly articleId: string; readonly url: string; readonly since: Date }
  | { readonly kind: 'refused'; readonly url: string; readonly reason: RefusedLink }

export type RefusedLink = 'not-a-link' | 'private-address' | 'too-long' | 'too-many'

/** A theme an article can be filed under. */
export type ThemeChoice = { readonly id: string; readonly number: number; readonly title: string }

/** A line of the desk's list: no reporter is named, nobody's totals can be made of it. */
export type ListedArticle = {
  readonly id: string
  readonly url: string
  readonly outlet: string | null
  readonly theme: ThemeChoice | null
  readonly publicationId: string | null
  readonly sentAt: Date
}

/** How many items a theme of a publication has; `theme` null counts what was filed under none. */
export type ThemeCount = { readonly theme: ThemeChoice | null; readonly count: number }

/** More links than this in one message are refused one by one: a person pastes a few. */
export const mostLinksAtOnce = 20
