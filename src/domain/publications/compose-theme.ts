import type { Block, Button, OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Db } from '../../platform/postgres.ts'
import { attachmentBlocks } from './attachment-blocks.ts'
import type { ComposeDeps } from './compose-deps.ts'
import { allFiles, loadPublicationContent, loadRecipient, numbersOf } from './compose-publication.ts'
import { personalLinks } from './personal-links.ts'
import { distinctFiles, filesOf, type Publication, type Theme } from './publication.ts'
import { findThemeOwner } from './publication-parts.repository.ts'
import { themeNotFound } from './publications.errors.ts'
import type { Recipient } from './recipients.repository.ts'
import { sourceLine } from './source-line.ts'
import { insteadOfContent } from './standing-message.ts'

/** One theme in full with its files, for one chat. */
export async function composeTheme(
  deps: ComposeDeps & { readonly db: Db },
  ids: { readonly themeId: string; readonly reporterId: string; readonly contactId: string },
): Promise<OutgoingMessage> {
  const recipient = await loadRecipient(deps.db, ids)
  const owner = await findThemeOwner(deps.db, ids.themeId)
  if (owner?.organisationId !== recipient.organisationId) throw themeNotFound()
  const publication = await loadPublicationContent(deps.db, owner.organisationId, owner.publicationId)
  const theme = publication.themes.find(({ id }) => id === ids.themeId)
  if (!theme) throw themeNotFound()
  return insteadOfContent(deps, publication, recipient) ?? themeMessage(deps, publication, theme, recipient)
}

/** The same from what is loaded already. Pure. */
function themeMessage(
  deps: ComposeDeps,
  publication: Publication,
  theme: Theme,
  recipient: Recipient,
): OutgoingMessage {
  const { locale, contactId } = recipient
  const links = personalLinks(deps, recipient)
  const files = distinctFiles(theme.attachments.map(({ file }) => file))
  const everything = filesOf(publication)
  const source = [publication.issuer, sourceLine(deps.say, locale, publication)].filter(Boolean).join('\n')
  const points: Block[] = theme.points.length === 0 ? [] : [{ kind: 'points', items: theme.points }]
  const more = everything.length > files.length
  const hint = more ? 'publications-hint-theme-files' : 'publications-hint-theme'
  const blocks: readonly Block[] = [
    { kind: 'heading', text: `${theme.number}. ${theme.title}` },
    { kind: 'paragraph', text: source },
    ...points,
    ...attachmentBlocks(deps.say, locale, theme.attachments),
    { kind: 'hint', text: deps.say(locale, hint, { numbers: numbersOf(publication) }) },
  ]
  const say = (key: string) => deps.say(locale, `publications-${key}`)
  const buttons: readonly Button[] = [
    ...(more ? [{ label: say('button-files'), reference: allFiles(deps, contactId, publication.id) }] : []),
    { label: say('button-page'), url: links.publication(publication.id) },
  ]
  return { kind: 'message', blocks, buttons, files: files.map(links.carried) }
}
