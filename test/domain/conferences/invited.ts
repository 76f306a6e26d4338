import { addConference } from '../../../src/domain/conferences/add-conference.ts'
import { inviteReporters } from '../../../src/domain/conferences/invite-reporters.ts'
import { inTransaction } from '../../../src/platform/postgres.ts'
import { addReporter, type Desk } from '../publications/desk.ts'

export const office = (text: string) => new Date(`${text}:00+07:00`)

export const fridayMorning = {
  kind: 'Họp báo',
  title: 'Họp báo mùa lũ',
  startsAt: office('2026-11-20T08:30'),
  place: 'Hội trường tầng 2',
  answerBy: office('2026-11-19T08:30'),
}

/** A conference on Friday with Bách and Cúc of one paper and Đạt of the radio invited. */
export async function inviteThree(desk: Desk) {
  const { organisationId, mai, deps, db, clock } = desk
  const conferenceId = await addConference(deps, { organisationId, by: mai, ...fridayMorning })
  const bach = await addReporter(desk, 'Trần Văn Bách', 'Báo Sông Lam')
  const cuc = await addReporter(desk, 'Lê Thị Cúc', 'Báo Sông Lam')
  const dat = await addReporter(desk, 'Ngô Văn Đạt', 'Đài Sông Lam')
  const ids = [bach, cuc, dat].map(({ reporterId }) => reporterId)
  await inTransaction(db, (tx) => inviteReporters(tx, conferenceId, ids, clock.now(), deps.timeZone))
  return { conferenceId, organisationId, bach, cuc, dat, ids }
}

/** "kind due state" of one reporter's reminders, by time. */
export async function remindersOf(desk: Desk, reporterId: string): Promise<readonly string[]> {
  const rows = await desk.db.reminder.findMany({ where: { reporterId }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }] })
  const local = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(5, 16)
  return rows.map(({ kind, dueAt, state, reason }) => [kind, local(dueAt), state, reason].filter(Boolean).join(' '))
}
