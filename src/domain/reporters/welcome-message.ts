import type { Button, OutgoingMessage } from '../../channels/outgoing-message.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { findReadable } from './reading.repository.ts'
import { reporterNotFound } from './reporters.errors.ts'
import { findReporter } from './reporters.repository.ts'

const offeredForMs = 30 * 86_400_000

/** The first message after a chat was bound; offers the newest publication when it is not old. */
export async function welcomeMessage(
  db: Db,
  { say, clock, references }: Pick<Deps, 'say' | 'clock' | 'references'>,
  { reporterId, contactId }: { readonly reporterId: string; readonly contactId: string },
): Promise<OutgoingMessage> {
  const reporter = await findReporter(db, reporterId)
  if (!reporter) throw reporterNotFound()
  const { fullName, outlet, locale, organisationId } = reporter
  const organisation = await loadOrganisation(db, organisationId)
  const now = clock.now()
  const newest = (await findReadable(db, reporterId, now)).find(({ recalled, replaced }) => !recalled && !replaced)
  const offered = newest && now.getTime() - newest.sentAt.getTime() <= offeredForMs ? newest : undefined
  const welcome = say(locale, 'reporters-welcome', {
    name: fullName,
    outlet: outlet.name,
    organisation: organisation.name,
  })
  const offer = offered ? [say(locale, 'reporters-welcome-newest', { title: offered.title })] : []
  const reference = offered && references.make(contactId, { verb: 'open-publication', id: offered.publicationId })
  const buttons: Button[] = reference ? [{ label: say(locale, 'reporters-button-newest'), reference }] : []
  return {
    kind: 'message',
    blocks: [
      ...[welcome, ...offer].map((text) => ({ kind: 'paragraph' as const, text })),
      { kind: 'hint', text: say(locale, 'reporters-welcome-hint') },
    ],
    buttons,
    files: [],
  }
}
