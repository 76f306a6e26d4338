import { invitationMessage, loadInvitation } from '../conferences/compose-invitation.ts'
import { reminderMessage } from '../conferences/compose-reminder.ts'
import { notAnswered } from '../conferences/conference.ts'
import { findAnswers } from '../conferences/invitations.repository.ts'
import type { ReminderKind } from '../conferences/reminder.ts'
import type { Deps } from '../deps.ts'
import type { ComposeDeps } from '../publications/compose-deps.ts'
import { loadPublicationContent, publicationMessages } from '../publications/compose-publication.ts'
import type { Publication } from '../publications/publication.ts'
import { findRecipient } from '../publications/recipients.repository.ts'
import type { CarrierRow, Step } from './steps.repository.ts'
import type { Carried, Writing } from './targets.ts'

type CarriedDeps = ComposeDeps & Pick<Deps, 'db'>
type ReadyStep = Step & { readonly carrier: CarrierRow }

/** What the messages of a step were when they were sent: composed once more, with their buttons open. */
export async function loadCarried(deps: CarriedDeps, step: ReadyStep): Promise<readonly Carried[] | undefined> {
  const { carrier, contactId, revision } = step
  if (carrier.kind === 'reply') {
    // Invitations and confirmations link to the conference; all else an answer carries of a publication is its content.
    const conferenceId = conferenceIn(carrier.message)
    return [{ about: conferenceId === undefined ? 'content' : { conferenceId }, message: carrier.message }]
  }
  const { reporterId, messageKind, publicationId, conferenceId, reminderKind } = carrier
  if (reporterId === null || (messageKind !== 'message' && messageKind !== 'charged-message')) return undefined
  const recipient = await findRecipient(deps.db, { reporterId, contactId })
  if (!recipient) return undefined
  if (publicationId === null) {
    if (conferenceId === null || reminderKind === null) return undefined
    const { announced, answer } = await loadInvitation(deps, { conferenceId, reporterId, contactId })
    const message = reminderMessage(deps, reminderKind as ReminderKind, announced, answer, recipient, true)
    return [{ about: { conferenceId }, message }]
  }
  const publication = await loadPublicationContent(deps.db, revision.organisationId, publicationId)
  // Its messages are taken back by the recall that called it off.
  if (revision.kind === 'closed' && calledOffWith(publication).has(revision.conferenceId ?? '')) return undefined
  const ids = publication.conferences.map(({ id }) => id)
  const answers = await findAnswers(deps.db, reporterId, ids)
  const { issuer, documentNumber, issuedOn } = publication
  const [content] = publicationMessages(deps, { ...publication, conferences: [] }, recipient)
  const invitations = publication.conferences.map((conference): Carried => {
    const announced = { conference, issuer, documentNumber, issuedOn }
    const current = answers.get(conference.id) ?? notAnswered
    return {
      about: { conferenceId: conference.id },
      message: invitationMessage(deps, announced, current, recipient, true),
    }
  })
  return content ? [{ about: 'content', message: content }, ...invitations] : undefined
}

/** In whose words, and about which publication. */
export async function loadWriting(deps: Pick<Deps, 'db'>, step: ReadyStep): Promise<Writing> {
  const { revision, carrier, contactId } = step
  const { reporterId } = carrier
  const recipient = reporterId === null ? undefined : await findRecipient(deps.db, { reporterId, contactId })
  const publication = revision.publicationId
    ? await loadPublicationContent(deps.db, revision.organisationId, revision.publicationId)
    : undefined
  return { locale: recipient?.locale ?? 'vi', publication, calledOff: calledOffWith(publication) }
}

/** The conferences that a recall took along. */
export function calledOffWith(publication: Publication | undefined): ReadonlySet<string> {
  const recalledAt = publication?.recalledAt
  if (!publication || !recalledAt) return new Set()
  const own = publication.conferences.filter(({ publicationId }) => publicationId === publication.id)
  return new Set(own.flatMap(({ id, cancelledAt }) => (cancelledAt && cancelledAt <= recalledAt ? [id] : [])))
}

function conferenceIn({ buttons }: { readonly buttons: readonly object[] }): string | undefined {
  for (const button of buttons) {
    const url = 'url' in button ? String(button.url) : ''
    const found = /\/conferences\/([0-9a-f-]{36})$/.exec(url)?.[1]
    if (found) return found
  }
  return undefined
}
