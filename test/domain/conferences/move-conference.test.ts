import { expect, test } from 'vitest'
import { addConference, editConference } from '../../../src/domain/conferences/add-conference.ts'
import { answerInvitation } from '../../../src/domain/conferences/answer-invitation.ts'
import { moveConference } from '../../../src/domain/conferences/move-conference.ts'
import { dueReminders } from '../../../src/domain/conferences/reminders.repository.ts'
import { composePublication } from '../../../src/domain/publications/compose-publication.ts'
import { readPublication } from '../../../src/domain/publications/read-publications.ts'
import { submitPublication } from '../../../src/domain/publications/submit-publication.ts'
import { openDesk } from '../publications/desk.ts'
import { fridayMorning, inviteThree, office, remindersOf } from './invited.ts'

const toMonday = {
  startsAt: office('2026-11-23T14:00'),
  place: 'Nhà văn hóa tỉnh',
  answerBy: office('2026-11-20T17:00'),
}

test('a move takes the reminders along and drafts an announcement to the invited, which still needs its approval', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId, bach, cuc } = await inviteThree(desk)
  await answerInvitation(desk.deps, { conferenceId, reporterId: bach.reporterId, answer: 'accepted', via: 'page' })
  const by = desk.mai
  const { noticeId } = await moveConference(desk.deps, { conferenceId, organisationId, by, ...toMonday })
  expect(await remindersOf(desk, cuc.reporterId)).toEqual([
    'answer-by 11-18T08:30 cancelled moved',
    'answer-by 11-19T17:00 scheduled',
  ])
  expect((await remindersOf(desk, bach.reporterId)).filter((line) => line.includes('scheduled'))).toEqual([
    'day-before 11-22T14:00 scheduled',
    'two-hours-before 11-23T12:00 scheduled',
  ])
  const ids = { publicationId: noticeId ?? '', organisationId }
  const { publication } = await readPublication(desk.deps, ids)
  expect(publication).toMatchObject({
    kind: 'announcement',
    state: 'draft',
    audience: { kind: 'invited', conferenceId },
  })
  expect(publication.text).toContain('Lịch mới: 14 giờ 00, thứ Hai, ngày 23/11/2026, tại Nhà văn hóa tỉnh.')
  const [move] = await desk.db.conferenceMove.findMany()
  expect(move).toMatchObject({ previousStart: fridayMorning.startsAt, previousPlace: fridayMorning.place, noticeId })
  const [, invitation] = await composePublication(desk.deps, { ...ids, ...bach })
  expect(JSON.stringify(invitation?.blocks)).toContain('Anh/chị đã nhận lời tham dự.')
})

test('a reminder that the move puts into quiet hours says why it comes later', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId, bach } = await inviteThree(desk)
  await answerInvitation(desk.deps, { conferenceId, reporterId: bach.reporterId, answer: 'accepted', via: 'page' })
  const early = { ...toMonday, startsAt: office('2026-11-23T07:30') }
  await moveConference(desk.deps, { conferenceId, organisationId, by: desk.mai, ...early })
  expect(await remindersOf(desk, bach.reporterId)).toContain('two-hours-before 11-23T06:00 scheduled quiet-hours')
})

test('a second move sends the first notice back before it can be approved', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId } = await inviteThree(desk)
  const move = { conferenceId, organisationId, by: desk.mai }
  const { noticeId } = await moveConference(desk.deps, { ...move, ...toMonday })
  const first = { publicationId: noticeId ?? '', organisationId }
  await submitPublication(desk.deps, { ...first, by: desk.mai })
  await moveConference(desk.deps, { ...move, ...toMonday, place: 'Trường Sông Lam' })
  const { publication, approvals } = await readPublication(desk.deps, first)
  expect([publication.state, approvals[0]?.state]).toEqual(['draft', 'voided'])
})

test('a move without a change, into the past, or by somebody else is refused', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId } = await inviteThree(desk)
  const move = { conferenceId, organisationId, by: desk.mai }
  const { startsAt, place, answerBy } = fridayMorning
  await expect(moveConference(desk.deps, { ...move, startsAt, place, answerBy })).rejects.toThrow(
    'conference-not-moved',
  )
  const past = { place, startsAt: office('2026-11-16T11:00'), answerBy: office('2026-11-16T10:00') }
  await expect(moveConference(desk.deps, { ...move, ...past })).rejects.toThrow('conference-times')
  const noOrder = { place, startsAt, answerBy: startsAt }
  await expect(moveConference(desk.deps, { ...move, ...noOrder })).rejects.toThrow('conference-times')
  await expect(moveConference(desk.deps, { ...move, ...toMonday, by: desk.lan })).rejects.toThrow('not-for-this-role')
  expect(await desk.db.conferenceMove.count()).toBe(0)
})

test('before anybody is invited it is simply corrected; afterwards only moved', async () => {
  await using desk = await openDesk()
  const { organisationId, mai: by } = desk
  const conferenceId = await addConference(desk.deps, { organisationId, by, ...fridayMorning })
  await editConference(desk.deps, { organisationId, by, conferenceId, ...fridayMorning, agenda: 'Bốn nội dung' })
  expect(await moveConference(desk.deps, { organisationId, by, conferenceId, ...toMonday })).toEqual({ noticeId: null })
  const invited = await inviteThree(desk)
  const late = { organisationId, by, conferenceId: invited.conferenceId, ...fridayMorning, title: 'Khác' }
  await expect(editConference(desk.deps, late)).rejects.toThrow('conference-already-invited')
})

test('reminders fall due together, and are still found after days of downtime', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId, bach } = await inviteThree(desk)
  await answerInvitation(desk.deps, { conferenceId, reporterId: bach.reporterId, answer: 'accepted', via: 'page' })
  expect(await dueReminders(desk.db, office('2026-11-18T08:29'))).toEqual([])
  const first = { conferenceId, organisationId, kind: 'answer-by', dueAt: office('2026-11-18T08:30') }
  expect(await dueReminders(desk.db, office('2026-11-18T08:30'))).toEqual([first])
  const later = await dueReminders(desk.db, office('2026-11-25T00:00'))
  expect(later.map(({ kind }) => kind)).toEqual(['answer-by', 'day-before', 'two-hours-before'])
})
