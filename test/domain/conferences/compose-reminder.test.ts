import { expect, test } from 'vitest'
import { answerInvitation } from '../../../src/domain/conferences/answer-invitation.ts'
import { composeInvitation } from '../../../src/domain/conferences/compose-invitation.ts'
import { composeReminder, composeReminderNotice } from '../../../src/domain/conferences/compose-reminder.ts'
import { openDesk } from '../publications/desk.ts'
import { inviteThree, office } from './invited.ts'

test('the reminder to answer asks with the four buttons, deadline included', async () => {
  await using desk = await openDesk()
  const { conferenceId, bach } = await inviteThree(desk)
  const message = await composeReminder(desk.deps, { conferenceId, ...bach, reminderKind: 'answer-by' })
  expect(message.blocks[0]).toEqual({ kind: 'heading', text: 'Nhắc trả lời giấy mời: Họp báo' })
  expect(message.blocks.filter(({ kind }) => kind === 'time')).toHaveLength(2)
  expect(message.buttons).toHaveLength(5)
  expect(message.blocks.at(-1)).toMatchObject({ kind: 'hint', text: expect.stringContaining('Gõ C (có dự)') })
})

test.each([
  ['day-before', 'Nhắc lịch: Họp báo'],
  ['two-hours-before', 'Sắp bắt đầu: Họp báo'],
] as const)('the reminder %s says time and place', async (reminderKind, heading) => {
  await using desk = await openDesk()
  const { conferenceId, bach } = await inviteThree(desk)
  await answerInvitation(desk.deps, { conferenceId, reporterId: bach.reporterId, answer: 'accepted', via: 'page' })
  const message = await composeReminder(desk.deps, { conferenceId, ...bach, reminderKind })
  const words = JSON.stringify(message.blocks)
  expect(message.blocks[0]).toEqual({ kind: 'heading', text: heading })
  expect(words).toContain('08 giờ 30, thứ Sáu, ngày 20/11/2026')
  expect(words).toContain('Địa điểm: Hội trường tầng 2')
  expect(words).toContain('Anh/chị đã nhận lời tham dự.')
  expect(message.buttons.map(({ label }) => label)).toEqual(['Mở giấy mời trên trang của anh/chị'])
})

test('after the deadline an invitation shows no answer buttons and says why', async () => {
  await using desk = await openDesk()
  const { conferenceId, bach } = await inviteThree(desk)
  desk.clock.set(office('2026-11-19T09:00'))
  const message = await composeInvitation(desk.deps, { conferenceId, ...bach })
  expect(message.buttons).toHaveLength(1)
  expect(message.blocks.at(-1)).toMatchObject({ text: expect.stringContaining('Đã hết hạn trả lời') })
})

test('where only a notice goes, it names the conference and its time', async () => {
  await using desk = await openDesk()
  const { conferenceId, bach } = await inviteThree(desk)
  const deliveryId = '019aa000-0000-7000-8000-000000000003'
  const notice = await composeReminderNotice(desk.deps, { conferenceId, ...bach, deliveryId })
  expect(notice).toMatchObject({
    about: 'reminder',
    fields: { subject: 'Họp báo mùa lũ', when: '08 giờ 30, thứ Sáu, ngày 20/11/2026', documentNumber: '–' },
  })
  expect(desk.deps.references.read(bach.contactId, notice.reference)).toEqual({ verb: 'open-notice', id: deliveryId })
})
