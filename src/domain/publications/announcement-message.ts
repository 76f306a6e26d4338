import type { Block, OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { ComposeDeps } from './compose-deps.ts'
import { personalLinks } from './personal-links.ts'
import { filesOf, type Publication } from './publication.ts'
import type { Recipient } from './recipients.repository.ts'
import { sharedBlocks } from './shared-blocks.ts'
import { sourceLine } from './source-line.ts'
import { correctionLine } from './standing-message.ts'

/** Above this a channel may fold the text. */
const longestOpenText = 1000

/** An announcement as one message: whose it is, the whole text, the files. Pure. */
export function announcementMessage(
  deps: ComposeDeps,
  publication: Publication,
  recipient: Recipient,
): OutgoingMessage {
  const { id, issuer, title, text, corrects } = publication
  const { locale } = recipient
  const links = personalLinks(deps, recipient)
  const source = sourceLine(deps.say, locale, publication)
  const files = filesOf(publication).map(links.carried)
  const blocks = sharedBlocks(publication, locale, () => [
    { kind: 'heading', text: issuer },
    ...(source === '' ? [] : [{ kind: 'paragraph' as const, text: source }]),
    ...(corrects ? [{ kind: 'paragraph' as const, text: correctionLine(deps.say, locale, corrects) }] : []),
    { kind: 'heading', text: title },
    ...textBlocks(text),
    { kind: 'hint', text: deps.say(locale, `publications-hint-announcement${files.length > 0 ? '-files' : ''}`) },
  ])
  const buttons = [{ label: deps.say(locale, 'publications-button-page'), url: links.publication(id) }]
  return { kind: 'message', blocks, buttons, files }
}

function textBlocks(text: string): readonly Block[] {
  if (text.length > longestOpenText) return [{ kind: 'quote', text }]
  const paragraphs = text.split(/\n+/).map((line) => line.trim())
  return paragraphs.filter((line) => line !== '').map((line) => ({ kind: 'paragraph', text: line }))
}
