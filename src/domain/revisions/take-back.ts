import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { loadPublicationContent } from '../publications/compose-publication.ts'
import { calledOffWith } from './carried.ts'
import { cancelReplies, findPublicationDeliveries, findReplies, linksTo } from './carriers.repository.ts'
import { addRecallNotices } from './recall-notices.ts'
import type { Revision } from './revision.ts'
import { type Carrier, insertSteps, lockRevision } from './revisions.repository.ts'

/**
 * A step for everything that has brought the publication to a chat and can be changed there, a notice for the rest, and for
 * everybody where a conference is called off with it; answers with it that wait go no more. Can be repeated: the sweep does, for what was being written when the revision began.
 */
export async function takeBack(
  deps: Pick<Deps, 'clock' | 'channels'>,
  tx: Transaction,
  revision: Revision,
  since: Date,
): Promise<void> {
  const { publicationId, organisationId } = revision
  if (publicationId === null) return
  const at = deps.clock.now()
  await lockRevision(tx, revision.id)
  const publication = await loadPublicationContent(tx, organisationId, publicationId)
  const calledOff = calledOffWith(publication)
  const conferences = [...calledOff].map(linksTo.conference)
  const search = { revision, links: [linksTo.publication(publicationId), ...conferences], since }
  await cancelReplies(tx, search, at)
  const carriers = [...(await findPublicationDeliveries(tx, revision)), ...(await findReplies(tx, search))]
  const able = carriers.filter((carrier) => mayBeRevised(deps, carrier))
  await insertSteps(tx, revision, able, at)
  if (revision.kind !== 'recalled') return
  // A message that disappears tells nobody to stay at home.
  const rest = carriers.filter((carrier) => !carrier.told && (calledOff.size > 0 || !mayBeRevised(deps, carrier)))
  await addRecallNotices(
    deps,
    tx,
    revision,
    rest.flatMap(({ reporterId }) => reporterId ?? []),
  )
}

/** Of an account that is off now nobody can say; its steps wait for it. */
export function mayBeRevised(
  { channels }: Pick<Deps, 'channels'>,
  { accountId, contactId }: Pick<Carrier, 'accountId' | 'contactId'>,
): boolean {
  if (accountId === null || contactId === null) return false
  const channel = channels.byAccount(accountId)
  return channel === undefined || channel.revise !== undefined
}
