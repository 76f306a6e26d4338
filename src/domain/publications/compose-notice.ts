import type { OutgoingNotice } from '../../channels/outgoing-message.ts'
import type { Deps } from '../deps.ts'
import { sayMoment } from '../organisations/office-time.ts'
import type { ComposeDeps } from './compose-deps.ts'
import { loadPublicationContent, loadRecipient, type PublicationIds } from './compose-publication.ts'
import { noticeField } from './notice-field.ts'
import { personalLinks } from './personal-links.ts'
import type { Publication } from './publication.ts'
import type { Recipient } from './recipients.repository.ts'

/** How the notice goes: as the approved template of its kind, or as the first message to somebody who never wrote. */
export type NoticeWay = 'notice' | 'introduction'

/** The short notice that announces a publication in a chat that takes no free text now; its tap opens the delivery. */
export async function composeNotice(
  deps: ComposeDeps & Pick<Deps, 'db'>,
  ids: PublicationIds & { readonly deliveryId: string; readonly as: NoticeWay },
): Promise<OutgoingNotice> {
  const recipient = await loadRecipient(deps.db, ids)
  const publication = await loadPublicationContent(deps.db, recipient.organisationId, ids.publicationId)
  return publicationNotice(deps, publication, recipient, ids)
}

/** The same from what is loaded already. Pure. */
export function publicationNotice(
  deps: ComposeDeps,
  publication: Publication,
  recipient: Recipient,
  delivery: { readonly deliveryId: string; readonly as: NoticeWay },
): OutgoingNotice {
  const [conference] = publication.conferences
  const time = conference && sayMoment(deps.say, recipient.locale, conference.startsAt, deps.timeZone)
  return {
    kind: 'notice',
    about: delivery.as === 'introduction' ? 'introduction' : publication.kind,
    fields: {
      recipient: noticeField(recipient.fullName),
      issuer: noticeField(publication.issuer),
      documentNumber: noticeField(publication.documentNumber),
      subject: noticeField(subjectOf(deps, publication, recipient)),
      when: noticeField(publication.period || (time ?? null)),
    },
    reference: deps.references.make(recipient.contactId, { verb: 'open-notice', id: delivery.deliveryId }),
    url: personalLinks(deps, recipient).publication(publication.id),
  }
}

const subjectOf = ({ say }: ComposeDeps, { title, corrects }: Publication, { locale }: Recipient): string =>
  corrects ? say(locale, 'revisions-correction-subject', { title }) : title
