import type { CurrentAnswer } from '../conferences/conference.ts'
import { notAnswered } from '../conferences/conference.ts'
import { invitationNotFound } from '../conferences/conferences.errors.ts'
import { type AnnouncedConference, findAnnounced } from '../conferences/conferences.repository.ts'
import { findAnswers } from '../conferences/invitations.repository.ts'
import type { Deps } from '../deps.ts'
import type { Publication } from '../publications/publication.ts'
import { publicationNotFound } from '../publications/publications.errors.ts'
import { findPublication } from '../publications/publications.repository.ts'
import { findInvitedTo, findReadable, mayRead, type Readable } from './reading.repository.ts'
import type { Reporter } from './reporter.ts'

/** What one reporter may read now, as their signed page shows it. */
export type News = {
  /** In full. */
  readonly newest: Publication | undefined
  readonly earlier: readonly Readable[]
  /** Those that have not begun more than half a day ago, the soonest first. */
  readonly invitations: readonly PageInvitation[]
}

export type PageInvitation = AnnouncedConference & { readonly current: CurrentAnswer }

type Reading = Pick<Deps, 'db' | 'clock'>
type Who = Pick<Reporter, 'id' | 'organisationId'>
const stillShownMs = 12 * 3_600_000

export async function readNews({ db, clock }: Reading, reporter: Who): Promise<News> {
  const now = clock.now()
  const readable = await findReadable(db, reporter.id, now)
  const seen = new Set<string>()
  const [first, ...earlier] = readable.filter(
    ({ publicationId }) => !seen.has(publicationId) && seen.add(publicationId),
  )
  const newest = first && (await findPublication(db, reporter.organisationId, first.publicationId))
  const invitedTo = await findInvitedTo(db, reporter.id, now)
  // Chosen before they are loaded one by one: what is over only grows in number.
  const shown = invitedTo
    .filter(({ startsAt }) => startsAt.getTime() + stillShownMs > now.getTime())
    .toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
    .map(({ conferenceId }) => conferenceId)
  return { newest, earlier, invitations: await loadInvitations({ db }, reporter, shown) }
}

/** A publication with the invitations that came with it; what was not sent to this reporter does not exist for them. */
export async function readOnPage(
  { db, clock }: Reading,
  reporter: Who,
  publicationId: string,
): Promise<{
  readonly publication: Publication
  /** What has taken its place, in full. */
  readonly newer: Publication | undefined
  readonly invitations: readonly PageInvitation[]
}> {
  const allowed = await mayRead(db, reporter.id, publicationId, clock.now())
  const publication = allowed ? await findPublication(db, reporter.organisationId, publicationId) : undefined
  if (!publication) throw publicationNotFound()
  const newer =
    publication.replacedBy && !publication.recalledAt
      ? await findPublication(db, reporter.organisationId, publication.replacedBy.id)
      : undefined
  const ids = publication.conferences.map(({ id }) => id)
  return { publication, newer, invitations: await loadInvitations({ db }, reporter, ids) }
}

/** One invitation of this reporter's; any other does not exist for them. */
export async function readInvitation(
  { db, clock }: Reading,
  reporter: Who,
  conferenceId: string,
): Promise<PageInvitation> {
  const invitedTo = await findInvitedTo(db, reporter.id, clock.now())
  const ids = invitedTo.flatMap((each) => (each.conferenceId === conferenceId ? each.conferenceId : []))
  const [invitation] = await loadInvitations({ db }, reporter, ids)
  if (!invitation) throw invitationNotFound()
  return invitation
}

async function loadInvitations(
  { db }: Pick<Deps, 'db'>,
  reporter: Who,
  ids: readonly string[],
): Promise<readonly PageInvitation[]> {
  const answers = await findAnswers(db, reporter.id, ids)
  const loaded: PageInvitation[] = []
  for (const id of ids) {
    const announced = await findAnnounced(db, reporter.organisationId, id)
    if (announced) loaded.push({ ...announced, current: answers.get(id) ?? notAnswered })
  }
  return loaded
}
