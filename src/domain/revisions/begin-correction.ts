import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import { openPublication } from '../publications/change-content.ts'
import { endScheduleOf } from '../schedules/cancel-schedule.ts'
import { insertRevision } from './revisions.repository.ts'
import { takeBack } from './take-back.ts'

/** From now on the corrected publication's messages say what has replaced it; what was recalled in the meantime says that already. */
export async function beginCorrection(
  deps: Pick<Deps, 'clock' | 'channels'>,
  tx: Transaction,
  input: {
    readonly organisationId: string
    /** Of the one that is put right. */
    readonly publicationId: string
    readonly by: Pick<ActingStaff, 'id'>
    readonly at: Date
  },
): Promise<void> {
  const { organisationId, publicationId, by, at } = input
  const corrected = await openPublication(tx, organisationId, publicationId)
  if (corrected.recalledAt) return
  await endScheduleOf(tx, publicationId, { reason: 'publication-corrected', by, at })
  const about = { organisationId, kind: 'corrected', publicationId, conferenceId: null } as const
  const revision = { ...about, id: newId(at), createdBy: by.id, createdAt: at }
  await insertRevision(tx, revision)
  await takeBack(deps, tx, revision, corrected.releasedAt ?? corrected.createdAt)
}
