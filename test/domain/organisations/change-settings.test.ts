import { expect, test } from 'vitest'
import { listAudit } from '../../../src/domain/audit/audit.repository.ts'
import { answerInvitation } from '../../../src/domain/conferences/answer-invitation.ts'
import { changeSettings } from '../../../src/domain/organisations/change-settings.ts'
import { loadOrganisation } from '../../../src/domain/organisations/organisations.repository.ts'
import { inviteThree, office, remindersOf } from '../conferences/invited.ts'
import { openDesk } from '../publications/desk.ts'

test('the administrator changes the office rules, and the audit says so', async () => {
  await using desk = await openDesk()
  const { organisationId, quang, mai, db } = desk
  const settings = { quietHours: { from: '21:00', to: '06:30' } }
  await expect(changeSettings(desk.deps, { organisationId, settings, by: mai })).rejects.toThrow('not-for-this-role')
  const wrong = { quietHours: { from: '25:00', to: '06:30' } }
  const refused = changeSettings(desk.deps, { organisationId, settings: wrong, by: quang })
  await expect(refused).rejects.toMatchObject({ code: 'settings-invalid', kind: 'invalid' })
  await changeSettings(desk.deps, { organisationId, settings, by: quang })
  expect((await loadOrganisation(db, organisationId)).settings.quietHours.from).toBe('21:00')
  const [entry, ...rest] = await listAudit(db, { organisationId })
  expect(rest).toEqual([])
  expect(entry).toMatchObject({
    actor: 'staff:quang',
    action: 'settings-changed',
    detail: { quietHours: { to: '06:30' } },
  })
  await changeSettings(desk.deps, { organisationId, settings: { deskContact: 'Chị Mai' }, by: quang })
  await changeSettings(desk.deps, { organisationId, settings: { deskContact: 'Chị Mai' }, by: quang })
  expect((await loadOrganisation(db, organisationId)).settings).toMatchObject({ ...settings, deskContact: 'Chị Mai' })
  expect(await listAudit(db, { organisationId })).toHaveLength(2)
})

test('reminders that lie ahead follow the new rules at once, and nobody is reminded twice of the same', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId, bach, cuc } = await inviteThree(desk)
  await answerInvitation(desk.deps, { conferenceId, reporterId: bach.reporterId, answer: 'accepted', via: 'page' })
  const reminders = { answerByBeforeHours: 12, dayBeforeHours: 20, sameDayBeforeHours: 2 }
  const day = { date: '2026-11-19', kind: 'off', name: 'Ngày nghỉ' }
  const change = (settings: object) => changeSettings(desk.deps, { organisationId, settings, by: desk.quang })
  await change({ reminders })
  expect(await remindersOf(desk, cuc.reporterId)).toEqual([
    'answer-by 11-18T08:30 cancelled settings',
    'answer-by 11-18T20:30 scheduled',
  ])
  const ahead = async () => (await remindersOf(desk, bach.reporterId)).filter((line) => line.includes('scheduled'))
  expect(await ahead()).toEqual(['day-before 11-19T12:30 scheduled', 'two-hours-before 11-20T06:30 scheduled'])
  // The first of the two would come when the second one does.
  await change({ calendar: { days: [day] } })
  expect(await ahead()).toEqual(['day-before 11-20T06:00 scheduled day-off', 'two-hours-before 11-20T06:30 scheduled'])
  await desk.db.reminder.updateMany({
    where: { reporterId: bach.reporterId, kind: 'day-before', state: 'scheduled' },
    data: { state: 'fired', settledAt: desk.clock.now() },
  })
  await change({ calendar: { days: [] } })
  expect(await ahead()).toEqual(['two-hours-before 11-20T06:30 scheduled'])
  desk.clock.set(office('2026-11-20T06:30'))
  await change({ reminders: { ...reminders, sameDayBeforeHours: 1 } })
  // What is due goes now, once; it is not planned anew for later.
  expect(await ahead()).toEqual(['two-hours-before 11-20T06:30 scheduled'])
})

test('a reminder that new rules would have sent by now goes when it was to go', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId, bach, cuc } = await inviteThree(desk)
  const change = (reminders: object) =>
    changeSettings(desk.deps, { organisationId, settings: { reminders }, by: desk.quang })
  const ahead = async () => (await remindersOf(desk, cuc.reporterId)).filter((line) => line.includes('scheduled'))
  desk.clock.set(office('2026-11-17T12:00'))
  await change({ answerByBeforeHours: 100 })
  expect(await ahead()).toEqual(['answer-by 11-18T08:30 scheduled'])
  // Saying that the answer comes later changes nothing about it; an answer does.
  await answerInvitation(desk.deps, { conferenceId, reporterId: cuc.reporterId, answer: 'later', via: 'page' })
  expect(await ahead()).toEqual(['answer-by 11-18T08:30 scheduled'])
  await answerInvitation(desk.deps, { conferenceId, reporterId: bach.reporterId, answer: 'declined', via: 'page' })
  expect(await remindersOf(desk, bach.reporterId)).toEqual(['answer-by 11-18T08:30 cancelled answered'])
})
