import { newId } from '../../platform/ids.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { newestStandingBulletin } from '../reporters/reading.repository.ts'
import { mostLinksAtOnce, type SubmittedLink, type ThemeChoice } from './article.ts'
import { articleReporterUnknown } from './articles.errors.ts'
import {
  findArticleByUrl,
  findSender,
  findThemes,
  hasSubmitted,
  insertArticle,
  insertSubmission,
} from './articles.repository.ts'
import { canonicalUrl } from './canonical-url.ts'
import { extractLinks } from './extract-links.ts'

export type LinksInput = {
  readonly reporterId: string
  /** What was typed, or the addresses themselves. */
  readonly text?: string
  readonly urls?: readonly string[]
  /** telegram, zalo or page. */
  readonly via: string
  /** "<contact>:<message>" of the chat message that brings them, so that correcting it corrects this. */
  readonly source?: string
}

export type SubmittedLinks = {
  readonly links: readonly SubmittedLink[]
  /** The themes to choose from for what is new; empty when this reporter was sent no bulletin yet. */
  readonly themes: readonly ThemeChoice[]
}

/** Keeps each link under its canonical address. Nothing is fetched; a link sent before is said to be known, never by whom. */
export async function submitLinks(
  { db, clock }: Pick<Deps, 'clock'> & { readonly db: Db },
  input: LinksInput,
): Promise<SubmittedLinks> {
  const { reporterId, via, source = null } = input
  const sender = await findSender(db, reporterId)
  if (!sender) throw articleReporterUnknown()
  const at = clock.now()
  const publicationId = (await newestStandingBulletin(db, reporterId, at))?.publicationId ?? null
  const from: Sending = { ...sender, reporterId, publicationId, via, at, source }
  const addresses = [...new Set([...extractLinks(input.text ?? ''), ...(input.urls ?? [])])]
  const links: SubmittedLink[] = []
  const seen = new Set<string>()
  for (const [index, address] of addresses.entries()) {
    const canonical = canonicalUrl(address)
    if (canonical.kind === 'refused') links.push({ kind: 'refused', url: address, reason: canonical.reason })
    else if (index >= mostLinksAtOnce) links.push({ kind: 'refused', url: address, reason: 'too-many' })
    else if (!seen.has(canonical.url)) links.push(await keepLink(db, from, canonical.url, withoutUser(address)))
    if (canonical.kind === 'canonical') seen.add(canonical.url)
  }
  return { links, themes: publicationId ? await findThemes(db, publicationId) : [] }
}

/** A name before the host ("https://toasoan.vn@elsewhere.vn") makes an address look like another one, or is a password. */
function withoutUser(address: string): string {
  const url = URL.parse(address)
  if (!url || (url.username === '' && url.password === '')) return address
  url.username = ''
  url.password = ''
  return url.href
}

type Sending = {
  readonly organisationId: string
  readonly outletId: string
  readonly publicationId: string | null
  readonly reporterId: string
  readonly via: string
  readonly at: Date
  readonly source: string | null
}

async function keepLink(db: Db, from: Sending, canonical: string, url: string): Promise<SubmittedLink> {
  const { organisationId, outletId, publicationId, reporterId, via, at, source } = from
  const article = {
    id: newId(at),
    organisationId,
    canonicalUrl: canonical,
    url,
    outletId,
    publicationId,
    createdAt: at,
  }
  const first = await insertArticle(db, article)
  const known = first ? article : await findArticleByUrl(db, organisationId, canonical)
  if (first || !(await hasSubmitted(db, known.id, reporterId)))
    await insertSubmission(db, { id: newId(at), articleId: known.id, reporterId, url, via, at, first, source })
  return first
    ? { kind: 'new', articleId: known.id, url }
    : { kind: 'repeat', articleId: known.id, url, since: known.createdAt }
}
