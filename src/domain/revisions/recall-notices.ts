import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { findReportersById } from '../broadcasts/audience.repository.ts'
import { addToBroadcast, findRecallBroadcast, insertBroadcast } from '../broadcasts/broadcasts.repository.ts'
import { chooseSurface } from '../broadcasts/choose-surface.ts'
import type { Deps } from '../deps.ts'
import type { Revision } from './revision.ts'

/** Tells these people that it was recalled: one broadcast of the recall, a row each, and nobody twice. The caller holds the revision locked. */
export async function addRecallNotices(
  deps: Pick<Deps, 'clock' | 'channels'>,
  tx: Transaction,
  revision: Revision,
  reporterIds: readonly string[],
  /** A chat of theirs in which nobody is any more: whoever has nothing beside it is not told. */
  gone?: string,
): Promise<void> {
  const { publicationId, organisationId, createdBy } = revision
  if (publicationId === null || reporterIds.length === 0) return
  const at = deps.clock.now()
  const reporters = await findReportersById(tx, [...new Set(reporterIds)])
  const tried = gone === undefined ? [] : [gone]
  const chosen = reporters
    .map((reporter) => ({ reporter, choice: chooseSurface(reporter, deps.channels, at, tried, recallAbout) }))
    .filter(({ choice }) => gone === undefined || choice.kind !== 'skip')
  if (chosen.length === 0) return
  const known = await findRecallBroadcast(tx, publicationId)
  if (known) return addToBroadcast(tx, known, chosen, at)
  const nothing = { conferenceId: null, reminderKind: null }
  const broadcast = { id: newId(at), organisationId, kind: 'recall', publicationId, createdBy, createdAt: at } as const
  await insertBroadcast(tx, { ...broadcast, ...nothing }, chosen)
}

/** A recall goes by the template of announcements. */
export const recallAbout = 'announcement'
