import type { Block, Button, OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Db } from '../../platform/postgres.ts'
import { invitationMessage } from '../conferences/compose-invitation.ts'
import { type CurrentAnswer, notAnswered } from '../conferences/conference.ts'
import { findAnswers } from '../conferences/invitations.repository.ts'
import type { Deps } from '../deps.ts'
import { announcementMessage } from './announcement-message.ts'
import type { ComposeDeps } from './compose-deps.ts'
import { personalLinks } from './personal-links.ts'
import { filesOf, type Publication } from './publication.ts'
import { publicationNotFound, recipientNotFound } from './publications.errors.ts'
import { findPublication } from './publications.repository.ts'
import { findRecipient, type Recipient } from './recipients.repository.ts'
import { sharedBlocks } from './shared-blocks.ts'
import { shorten } from './shorten.ts'
import { sourceLine } from './source-line.ts'
import { correctionLine, insteadOfContent } from './standing-message.ts'

export type PublicationIds = { readonly publicationId: string; readonly reporterId: string; readonly contactId: string }

/** All messages of a publication for one chat, in the order they are sent: it itself, then its invitations. */
export async function composePublication(
  deps: ComposeDeps & { readonly db: Db },
  ids: PublicationIds,
): Promise<readonly OutgoingMessage[]> {
  const recipient = await loadRecipient(deps.db, ids)
  const publication = await loadPublicationContent(deps.db, recipient.organisationId, ids.publicationId)
  const conferenceIds = publication.conferences.map(({ id }) => id)
  const answers = await findAnswers(deps.db, recipient.reporterId, conferenceIds)
  const instead = insteadOfContent(deps, publication, recipient)
  if (!instead) return publicationMessages(deps, publication, recipient, answers)
  // What it invited to stands until it is called off itself.
  const conferences = publication.conferences.filter(({ cancelledAt }) => cancelledAt === null)
  const [_content, ...invitations] = publicationMessages(deps, { ...publication, conferences }, recipient, answers)
  return [instead, ...invitations]
}

/** Who a chat belongs to; throws when it is not this reporter's. */
export async function loadRecipient(
  db: Db,
  ids: { readonly reporterId: string; readonly contactId: string },
): Promise<Recipient> {
  const recipient = await findRecipient(db, ids)
  if (!recipient) throw recipientNotFound()
  return recipient
}

/** The content that all recipients share: bulk sending loads it once. */
export async function loadPublicationContent(db: Db, organisationId: string, id: string): Promise<Publication> {
  const publication = await findPublication(db, organisationId, id)
  if (!publication) throw publicationNotFound()
  return publication
}

/** The messages from what is loaded already. Pure. */
export function publicationMessages(
  deps: ComposeDeps,
  publication: Publication,
  recipient: Recipient,
  answers: ReadonlyMap<string, CurrentAnswer> = new Map(),
): readonly OutgoingMessage[] {
  const first =
    publication.kind === 'bulletin'
      ? bulletinMessage(deps, publication, recipient)
      : announcementMessage(deps, publication, recipient)
  const { issuer, documentNumber, issuedOn } = publication
  const invitations = publication.conferences.map((conference) => {
    const announced = { conference, issuer, documentNumber, issuedOn }
    return invitationMessage(deps, announced, answers.get(conference.id) ?? notAnswered, recipient)
  })
  return [first, ...invitations]
}

const longestLine = 110
const longestLabel = 38
/** A longer guidance waits behind "all files" and on the page: the first message stays one message. */
export const longestGuidance = 300

function bulletinMessage(deps: ComposeDeps, publication: Publication, recipient: Recipient): OutgoingMessage {
  const { id, themes, issuer, period, title, text, corrects } = publication
  const { locale, contactId } = recipient
  const say = (key: string, args?: Record<string, string>) => deps.say(locale, `publications-${key}`, args)
  const about = [sourceLine(deps.say, locale, publication), period].filter(Boolean).join(' · ')
  const guidance: Block[] = text !== '' && text.length <= longestGuidance ? [{ kind: 'quote', text }] : []
  const more = filesOf(publication).length > 0 || text.length > longestGuidance
  const themesHint = () => say(more ? 'hint-bulletin-files' : 'hint-bulletin', { numbers: numbersOf(publication) })
  const blocks = sharedBlocks(publication, locale, () => [
    { kind: 'heading', text: issuer },
    ...(about === '' ? [] : [{ kind: 'paragraph' as const, text: about }]),
    ...(corrects ? [{ kind: 'paragraph' as const, text: correctionLine(deps.say, locale, corrects) }] : []),
    { kind: 'paragraph', text: shorten(title, 300) },
    ...guidance,
    {
      kind: 'numbered',
      items: themes.map((theme) => ({ number: theme.number, text: shorten(theme.title, longestLine) })),
    },
    // A draft may have no theme yet, and its preview would ask for a number that nobody can type.
    ...(themes.length === 0 ? [] : [{ kind: 'hint' as const, text: themesHint() }]),
  ])
  const buttons: readonly Button[] = [
    ...themes.map((theme) => ({
      label: `${theme.number}. ${shorten(theme.title, longestLabel)}`,
      reference: deps.references.make(contactId, { verb: 'open-theme', id: theme.id }),
    })),
    ...(more
      ? [{ label: say('button-files'), reference: allFiles(deps, contactId, id), style: 'primary' as const }]
      : []),
    { label: say('button-page'), url: personalLinks(deps, recipient).publication(id) },
  ]
  return { kind: 'message', blocks, buttons, files: [] }
}

/** "1–4" as it is typed; gaps are spelled out. */
export function numbersOf({ themes }: Pick<Publication, 'themes'>): string {
  const numbers = themes.map(({ number }) => number)
  const [first = 1] = numbers
  const inRow = numbers.every((number, at) => number === first + at)
  return inRow && numbers.length > 1 ? `${first}–${numbers.at(-1)}` : numbers.join(', ')
}

export const allFiles = (deps: Pick<Deps, 'references'>, contactId: string, publicationId: string): string =>
  deps.references.make(contactId, { verb: 'all-files', id: publicationId })
