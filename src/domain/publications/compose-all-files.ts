import type { Block, OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Db } from '../../platform/postgres.ts'
import { attachmentBlocks } from './attachment-blocks.ts'
import type { ComposeDeps } from './compose-deps.ts'
import {
  loadPublicationContent,
  loadRecipient,
  longestGuidance,
  numbersOf,
  type PublicationIds,
} from './compose-publication.ts'
import { personalLinks } from './personal-links.ts'
import { filesOf } from './publication.ts'
import { shorten } from './shorten.ts'
import { sourceLine } from './source-line.ts'
import { insteadOfContent } from './standing-message.ts'

/** Every file of a publication for one chat, with the guidance that was too long for its first message. */
export async function composeAllFiles(
  deps: ComposeDeps & { readonly db: Db },
  ids: PublicationIds,
): Promise<OutgoingMessage> {
  const recipient = await loadRecipient(deps.db, ids)
  const publication = await loadPublicationContent(deps.db, recipient.organisationId, ids.publicationId)
  const instead = insteadOfContent(deps, publication, recipient)
  if (instead) return instead
  const { locale } = recipient
  const { id, kind, issuer, title, text, themes, attachments } = publication
  const links = personalLinks(deps, recipient)
  const files = filesOf(publication).map(links.carried)
  const say = (key: string, args?: Record<string, string>) => deps.say(locale, `publications-${key}`, args)
  const guidance: Block[] = kind === 'bulletin' && text.length > longestGuidance ? [{ kind: 'quote', text }] : []
  const documents = [...attachments, ...themes.flatMap((theme) => theme.attachments)]
  const blocks: readonly Block[] = [
    { kind: 'heading', text: say('files-heading') },
    { kind: 'paragraph', text: [issuer, sourceLine(deps.say, locale, publication)].filter(Boolean).join('\n') },
    { kind: 'paragraph', text: shorten(title, 300) },
    ...guidance,
    ...attachmentBlocks(deps.say, locale, documents),
    ...(files.length > 0 ? [] : [{ kind: 'paragraph' as const, text: say('no-files') }]),
    themes.length > 0
      ? { kind: 'hint', text: say('hint-theme', { numbers: numbersOf(publication) }) }
      : { kind: 'hint', text: say('hint-announcement') },
  ]
  return { kind: 'message', blocks, buttons: [{ label: say('button-page'), url: links.publication(id) }], files }
}
