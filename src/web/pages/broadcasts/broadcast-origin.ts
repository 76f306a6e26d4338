import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { findConference } from '../../../domain/conferences/conferences.repository.ts'
import { findPublication } from '../../../domain/publications/publications.repository.ts'
import type { StaffMember } from '../../../domain/staff/staff.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import type { View } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { titleOf as publicationTitle } from '../publications/publication-words.ts'

/** What is being sent, by its title: on paper there is no link to follow. */
export async function originOf(
  { db }: Pick<WebDeps, 'db'>,
  view: View,
  { organisationId }: StaffMember,
  { publicationId, conferenceId }: Broadcast,
): Promise<Html> {
  const publication = publicationId ? await findPublication(db, organisationId, publicationId) : undefined
  if (publication) {
    const title = publicationTitle(view, publication)
    return html`${view.say('pages-broadcasts-origin')}: <a href="/publications/${publication.id}">${title}</a>`
  }
  const conference = conferenceId ? await findConference(db, organisationId, conferenceId) : undefined
  if (!conference) return nothing
  return html`${view.say('pages-broadcasts-origin-conference')}: <a href="/conferences/${conference.id}">${conference.title}</a>`
}
