import { openStates } from '../broadcasts/broadcast.ts'
import { listBroadcasts } from '../broadcasts/broadcasts.repository.ts'
import { listSkippedReminders, type SkippedReminders } from '../conferences/skipped-reminders.ts'
import type { Deps } from '../deps.ts'
import { type Opening, openingAt } from '../organisations/office-calendar.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { listMissed, type MissedMoments } from './missed-moments.ts'
import { listCalledOff, listSchedules, listWaitingSchedules, type ScheduleLine } from './schedules.repository.ts'
import type { SendSchedule } from './send-schedule.ts'

/** What a publication's screen shows of its schedules. */
export type SchedulesOfPublication = {
  /** Newest first. */
  readonly schedules: readonly SendSchedule[]
  /** When the one that waits would go, the office's hours looked at. */
  readonly opening: Opening | null
  /** It is due, and an earlier sending is not finished. */
  readonly waits: boolean
  /** Newest first. */
  readonly missed: readonly MissedMoments[]
}

export async function readSchedules(
  { db, clock, timeZone }: Pick<Deps, 'db' | 'clock' | 'timeZone'>,
  of: { readonly organisationId: string; readonly publicationId: string },
): Promise<SchedulesOfPublication> {
  const schedules = await listSchedules(db, of)
  const next = schedules.find(({ state }) => state === 'active')?.nextAt
  const { organisationId } = of
  const { settings } = await loadOrganisation(db, organisationId)
  const scheduleIds = schedules.map(({ id }) => id)
  return {
    schedules,
    opening: next ? openingAt(next, { ...settings, timeZone }) : null,
    waits: next ? next <= clock.now() && (await isUnderWay(db, of)) : false,
    missed: scheduleIds.length === 0 ? [] : await listMissed(db, { organisationId, scheduleIds }),
  }
}

const isUnderWay = async (
  db: Deps['db'],
  of: { readonly organisationId: string; readonly publicationId: string },
): Promise<boolean> =>
  (await listBroadcasts(db, { ...of, states: openStates }, 10)).some(({ kind }) => kind === 'publication')

/** What the desk's front page says of sendings to come, and of what did not go as it was planned. */
export type Coming = {
  /** The next first. */
  readonly schedules: readonly ScheduleLine[]
  readonly calledOff: readonly ScheduleLine[]
  readonly missed: readonly MissedMoments[]
  readonly reminders: readonly SkippedReminders[]
}

/** For so long the front page tells what did not go as planned. */
const toldForMs = 7 * 86_400_000

export async function readComing(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { organisationId }: { readonly organisationId: string },
): Promise<Coming> {
  const since = new Date(clock.now().getTime() - toldForMs)
  return {
    schedules: await listWaitingSchedules(db, organisationId, 100),
    calledOff: await listCalledOff(db, organisationId, since),
    missed: await listMissed(db, { organisationId, since }),
    reminders: await listSkippedReminders(db, { organisationId, since }),
  }
}
