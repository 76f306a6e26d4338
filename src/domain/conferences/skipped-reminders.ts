import { z } from 'zod'
import type { Db } from '../../platform/postgres.ts'
import { reminderKinds } from './reminder.ts'
import { findSkippedEntries } from './reminders.repository.ts'

/** As the audit keeps it. */
const skippedDetail = z.object({
  kind: z.enum(reminderKinds),
  dueAt: z.iso.datetime().transform((text) => new Date(text)),
  count: z.number(),
  reason: z.enum(['too-late', 'missed']),
})

/** Reminders of one conference, kind and moment that did not go any more, and why. */
export type SkippedReminders = z.infer<typeof skippedDetail> & {
  readonly conferenceId: string
  readonly title: string
  readonly at: Date
}

/** The latest first. */
export async function listSkippedReminders(
  db: Db,
  filter: { readonly organisationId: string; readonly since: Date },
): Promise<readonly SkippedReminders[]> {
  return (await findSkippedEntries(db, filter)).flatMap(({ detail, ...of }) => {
    const read = skippedDetail.safeParse(detail)
    return read.success ? [{ ...read.data, ...of }] : []
  })
}
