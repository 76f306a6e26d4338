import { z } from 'zod'
import type { Db, Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { findMissedEntries } from './schedules.repository.ts'
import type { SendSchedule } from './send-schedule.ts'

/** What became of moments that passed while the service was away; `merged`: a later one, which came in time, stood for them. */
const outcomes = ['sent-late', 'skipped', 'merged'] as const

/** As the audit keeps it. */
const missedDetail = z.object({
  publicationId: z.uuid(),
  moments: z.array(z.iso.datetime().transform((text) => new Date(text))),
  outcome: z.enum(outcomes),
})

export type MissedMoments = z.infer<typeof missedDetail> & { readonly scheduleId: string; readonly at: Date }

export async function recordMissed(
  tx: Transaction,
  given: {
    readonly schedule: Pick<SendSchedule, 'id' | 'organisationId' | 'publicationId'>
    readonly missed: readonly Date[]
    readonly outcome: (typeof outcomes)[number]
    readonly at: Date
  },
): Promise<void> {
  const { schedule, missed, outcome, at } = given
  const { id, organisationId, publicationId } = schedule
  const entry = { action: 'schedule-missed', subject: `schedule:${id}` }
  const detail = { publicationId, moments: missed.map((each) => each.toISOString()), outcome }
  await recordAudit(tx, { organisationId, at, actor: 'system', ...entry, detail })
}

/** The latest first. */
export async function listMissed(
  db: Db,
  filter: {
    readonly organisationId: string
    readonly since?: Date
    /** Of these schedules only. */
    readonly scheduleIds?: readonly string[]
  },
): Promise<readonly MissedMoments[]> {
  const entries = await findMissedEntries(db, filter)
  return entries.flatMap(({ subject, at, detail }) => {
    const read = missedDetail.safeParse(detail)
    return read.success ? [{ ...read.data, scheduleId: subject.slice('schedule:'.length), at }] : []
  })
}
