import type { Block, Button, OutgoingMessage, OutgoingNotice } from '../../channels/outgoing-message.ts'
import type { Locale, Say } from '../../texts.ts'
import { dateInFigures, sayMoment } from '../organisations/office-time.ts'
import type { ComposeDeps } from './compose-deps.ts'
import { noticeField } from './notice-field.ts'
import { personalLinks } from './personal-links.ts'
import type { Publication, PublicationRef } from './publication.ts'
import type { Recipient } from './recipients.repository.ts'
import { shorten } from './shorten.ts'

/** What a chat is told in place of content that was taken back or replaced; undefined while the content stands. Pure. */
export function insteadOfContent(
  deps: ComposeDeps,
  publication: Publication,
  recipient: Recipient,
): OutgoingMessage | undefined {
  if (publication.recalledAt) return recalledMessage(deps, publication, recipient)
  return publication.replacedBy ? replacedMessage(deps, publication, publication.replacedBy, recipient) : undefined
}

/** That it was taken back and why, and whether what it invited to still takes place. */
export function recalledMessage(deps: ComposeDeps, publication: Publication, recipient: Recipient): OutgoingMessage {
  const { locale } = recipient
  const say = (key: string, args?: Record<string, string>) => deps.say(locale, `revisions-${key}`, args)
  const invited = publication.conferences.filter(({ publicationId }) => publicationId === publication.id)
  const conferences = invited.map(({ title, cancelledAt }) =>
    paragraph(say(cancelledAt ? 'conference-off' : 'conference-stands', { title })),
  )
  const blocks: readonly Block[] = [
    { kind: 'heading', text: publication.issuer },
    paragraph(recalledSentence(deps.say, locale, publication)),
    paragraph(say('recalled-please')),
    ...conferences,
  ]
  // Another address than the content's, by which answers that brought that are found.
  const url = `${personalLinks(deps, recipient).publication(publication.id)}#recalled`
  const buttons = [{ label: say('open-page'), url }]
  return { kind: 'message', blocks, buttons, files: [] }
}

/** The same for a chat that takes no free text now; its tap brings the message. */
export function recallNotice(
  deps: ComposeDeps,
  publication: Publication,
  recipient: Recipient,
  delivery: { readonly deliveryId: string; readonly as: 'notice' | 'introduction' },
): OutgoingNotice {
  const { issuer, documentNumber, title, recallReason, recalledAt } = publication
  const { locale } = recipient
  // A long title must not cut the reason off.
  const told = { title: shorten(title, 45), reason: recallReason ?? '' }
  return {
    kind: 'notice',
    about: delivery.as === 'introduction' ? 'introduction' : 'announcement',
    fields: {
      recipient: noticeField(recipient.fullName),
      issuer: noticeField(issuer),
      documentNumber: noticeField(documentNumber),
      subject: noticeField(deps.say(locale, 'revisions-recall-subject', told)),
      when: noticeField(recalledAt && sayMoment(deps.say, locale, recalledAt, deps.timeZone)),
    },
    reference: deps.references.make(recipient.contactId, { verb: 'open-notice', id: delivery.deliveryId }),
    url: personalLinks(deps, recipient).publication(publication.id),
  }
}

function replacedMessage(
  deps: ComposeDeps,
  publication: Publication,
  newer: PublicationRef,
  recipient: Recipient,
): OutgoingMessage {
  const { locale, contactId } = recipient
  const button: Button = {
    label: deps.say(locale, 'revisions-open-newer'),
    reference: deps.references.make(contactId, { verb: 'open-publication', id: newer.id }),
    style: 'primary',
  }
  const page = {
    label: deps.say(locale, 'revisions-open-page'),
    url: personalLinks(deps, recipient).publication(newer.id),
  }
  const blocks: readonly Block[] = [
    { kind: 'heading', text: publication.issuer },
    paragraph(replacedSentence(deps.say, locale, publication, newer)),
  ]
  return { kind: 'message', blocks, buttons: [button, page], files: [] }
}

/** Issuer, number and reason in one sentence. */
export const recalledSentence = (say: Say, locale: Locale, publication: Publication): string =>
  say(locale, 'revisions-recalled', {
    issuer: publication.issuer,
    document: documentName(say, locale, publication),
    reason: publication.recallReason ?? '',
  })

/** Names what has taken its place where that has a number; by the title alone the two would read the same. */
export function replacedSentence(say: Say, locale: Locale, old: Publication, newer: PublicationRef): string {
  const told = { issuer: old.issuer, document: documentName(say, locale, old) }
  if (newer.documentNumber === null) return say(locale, 'revisions-replaced-unnumbered', told)
  return say(locale, 'revisions-replaced', { ...told, newer: documentName(say, locale, newer) })
}

/** What a correction says of what it puts right. */
export const correctionLine = (say: Say, locale: Locale, corrected: PublicationRef): string =>
  say(locale, 'revisions-corrects', { document: documentName(say, locale, corrected) })

/** How a document is named within a sentence: by number and date, else by its title. */
function documentName(say: Say, locale: Locale, { documentNumber, issuedOn, title }: PublicationRef): string {
  if (documentNumber === null) return say(locale, 'revisions-document-title', { title })
  if (issuedOn === null) return say(locale, 'revisions-document-number', { number: documentNumber })
  return say(locale, 'revisions-document', { number: documentNumber, date: dateInFigures(issuedOn) })
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
