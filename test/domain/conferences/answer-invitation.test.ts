import { expect, test } from 'vitest'
import { answerInvitation } from '../../../src/domain/conferences/answer-invitation.ts'
import { inviteReporters } from '../../../src/domain/conferences/invite-reporters.ts'
import { readConference, readInvitation } from '../../../src/domain/conferences/read-conferences.ts'
import { inTransaction } from '../../../src/platform/postgres.ts'
import { addReporter, openDesk } from '../publications/desk.ts'
import { inviteThree, office, remindersOf } from './invited.ts'

test('an answer can be changed until the deadline; the last one stands, all are kept, reminders follow', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId, bach } = await inviteThree(desk)
  const { reporterId } = bach
  const answer = (given: 'later' | 'accepted' | 'declined' | 'named', named?: string) =>
    answerInvitation(desk.deps, {
      conferenceId,
      reporterId,
      answer: given,
      via: 'telegram',
      ...(named ? { named } : {}),
    })
  expect(await remindersOf(desk, reporterId)).toEqual(['answer-by 11-18T08:30 scheduled'])
  await answer('later')
  expect(await remindersOf(desk, reporterId)).toEqual(['answer-by 11-18T08:30 scheduled'])
  await answer('accepted')
  expect(await remindersOf(desk, reporterId)).toEqual([
    'answer-by 11-18T08:30 cancelled answered',
    'day-before 11-19T08:30 scheduled',
    'two-hours-before 11-20T06:30 scheduled',
  ])
  desk.clock.advance(60_000)
  await expect(answer('named', ' ')).rejects.toMatchObject({ code: 'rsvp-name-missing', kind: 'invalid' })
  const stands = await answer('named', 'Lý  Thu Hà,\nquay phim Đỗ Long')
  expect(stands).toMatchObject({ answer: 'named', named: 'Lý Thu Hà, quay phim Đỗ Long' })
  expect((await remindersOf(desk, reporterId)).filter((line) => line.endsWith('scheduled'))).toEqual([])
  desk.clock.set(office('2026-11-19T08:30'))
  await answer('declined')
  const invitation = await readInvitation(desk.deps, { conferenceId, reporterId, organisationId })
  expect([invitation.answer, invitation.named]).toEqual(['declined', null])
  const given = await desk.db.rsvp.findMany({ orderBy: { id: 'asc' } })
  expect(given.map((each) => each.answer)).toEqual(['later', 'accepted', 'named', 'declined'])
})

test('after the deadline the answer stays, and the sentence names the deadline', async () => {
  await using desk = await openDesk()
  const { conferenceId, bach } = await inviteThree(desk)
  const input = { conferenceId, reporterId: bach.reporterId, via: 'zalo' }
  await answerInvitation(desk.deps, { ...input, answer: 'accepted' })
  desk.clock.set(new Date(office('2026-11-19T08:30').getTime() + 1))
  const late = await answerInvitation(desk.deps, { ...input, answer: 'declined' }).catch((error: unknown) => error)
  expect(late).toMatchObject({ code: 'conference-closed', kind: 'conflict', args: { deadline: '08:30 19/11/2026' } })
  expect(desk.deps.say('vi', 'error-conference-closed', { deadline: '08:30 19/11/2026' })).toContain('08:30 19/11/2026')
  expect(await desk.db.rsvp.count()).toBe(1)
  expect(await desk.db.invitation.count({ where: { answer: 'accepted' } })).toBe(1)
})

test('who was not invited, or to what was cancelled, cannot answer', async () => {
  await using desk = await openDesk()
  const { conferenceId, bach } = await inviteThree(desk)
  const stranger = await addReporter(desk, 'Phạm Thị Em', 'Báo Núi Tản')
  const answer = { conferenceId, answer: 'accepted', via: 'page' } as const
  const uninvited = answerInvitation(desk.deps, { ...answer, reporterId: stranger.reporterId })
  await expect(uninvited).rejects.toThrow('invitation-not-found')
  await desk.db.conference.updateMany({ data: { cancelledAt: desk.clock.now() } })
  const cancelled = answerInvitation(desk.deps, { ...answer, reporterId: bach.reporterId })
  await expect(cancelled).rejects.toThrow('conference-cancelled')
})

test('the desk sees answers by outlet; who has not answered is a number and no name', async () => {
  await using desk = await openDesk()
  const { conferenceId, organisationId, bach, dat } = await inviteThree(desk)
  const via = 'telegram'
  await answerInvitation(desk.deps, { conferenceId, reporterId: dat.reporterId, answer: 'accepted', via })
  await answerInvitation(desk.deps, {
    conferenceId,
    reporterId: bach.reporterId,
    answer: 'named',
    named: 'Lý Thu Hà',
    via,
  })
  const view = await readConference(desk.deps, { conferenceId, organisationId })
  expect(view.counts).toEqual({ accepted: 1, named: 1, none: 1, declined: 0, later: 0 })
  expect(view.outlets.map(({ name, answers }) => [name, answers.map((each) => each.fullName)])).toEqual([
    ['Báo Sông Lam', ['Trần Văn Bách']],
    ['Đài Sông Lam', ['Ngô Văn Đạt']],
  ])
  expect(JSON.stringify(view)).not.toContain('Lê Thị Cúc')
})

test('inviting again invites only the new ones', async () => {
  await using desk = await openDesk()
  const { conferenceId, ids, bach } = await inviteThree(desk)
  await answerInvitation(desk.deps, { conferenceId, reporterId: bach.reporterId, answer: 'accepted', via: 'page' })
  const before = await remindersOf(desk, bach.reporterId)
  const more = await addReporter(desk, 'Phạm Thị Em', 'Báo Núi Tản')
  await inTransaction(desk.db, (tx) =>
    inviteReporters(tx, conferenceId, [...ids, more.reporterId], desk.clock.now(), desk.deps.timeZone),
  )
  expect(await desk.db.invitation.count()).toBe(4)
  expect(await remindersOf(desk, bach.reporterId)).toEqual(before)
  expect(await remindersOf(desk, more.reporterId)).toEqual(['answer-by 11-18T08:30 scheduled'])
})
