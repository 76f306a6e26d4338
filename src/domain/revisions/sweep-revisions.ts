import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { findToClose, markClosed } from '../conferences/closings.repository.ts'
import type { Deps } from '../deps.ts'
import { findInvitingDeliveries, findReplies, linksTo } from './carriers.repository.ts'
import { queueRevisions } from './queue-revisions.ts'
import { findUnfinished, finishRevisions, insertRevision, insertSteps } from './revisions.repository.ts'
import { mayBeRevised, takeBack } from './take-back.ts'

type SweepDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log'>

/** What belongs to revisions in a sweep: buttons whose time is over, what came too late for its revision, steps to hand over, and the end. */
export async function sweepRevisions(deps: SweepDeps): Promise<void> {
  const now = deps.clock.now()
  // Whatever becomes of one, the steps of the others are handed over.
  await takeBackAll(deps, now)
    .then(() => closeAll(deps, now))
    .finally(() => queueRevisions(deps))
  await finishRevisions(deps.db, now, new Date(now.getTime() - longestTransactionMs))
}

/** Whatever had read the old state when a revision began has been written, or given up, after so long. */
const longestTransactionMs = 60_000

const wholeAudience = { withinMs: longestTransactionMs }

async function closeAll(deps: SweepDeps, now: Date): Promise<void> {
  for (const { id, organisationId } of await findToClose(deps.db, now)) await closeButtons(deps, id, organisationId)
}

async function takeBackAll(deps: SweepDeps, now: Date): Promise<void> {
  for (const revision of await findUnfinished(deps.db)) {
    // Later on nothing can turn up any more, however long its steps wait for an account that is off.
    const over = now.getTime() - revision.createdAt.getTime() > 2 * longestTransactionMs
    if (revision.kind === 'closed' || over) continue
    const since = new Date(revision.createdAt.getTime() - longestTransactionMs)
    await inTransaction(deps.db, (tx) => takeBack(deps, tx, revision, since), wholeAudience)
  }
}

/** The invitations of one conference, and all else that offers its answers, are shown as closed. */
async function closeButtons(deps: SweepDeps, conferenceId: string, organisationId: string): Promise<void> {
  const at = deps.clock.now()
  await inTransaction(
    deps.db,
    async (tx) => {
      if (!(await markClosed(tx, conferenceId, at))) return
      const about = { organisationId, kind: 'closed', publicationId: null, conferenceId } as const
      const revision = { ...about, id: newId(at), createdBy: 'schedule', createdAt: at }
      await insertRevision(tx, revision)
      const search = { revision, links: [linksTo.conference(conferenceId)], since: new Date(0) }
      const carriers = [...(await findInvitingDeliveries(tx, revision)), ...(await findReplies(tx, search))]
      const able = carriers.filter((carrier) => mayBeRevised(deps, carrier))
      await insertSteps(tx, revision, able, at)
    },
    wholeAudience,
  )
}
