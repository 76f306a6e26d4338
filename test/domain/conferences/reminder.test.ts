import { describe, expect, test } from 'vitest'
import type { RsvpAnswer } from '../../../src/domain/conferences/conference.ts'
import { plannedReminders, reminderTimes, reminderVerdict } from '../../../src/domain/conferences/reminder.ts'
import { organisationSettings } from '../../../src/domain/organisations/organisation.ts'

const office = (text: string) => new Date(`${text}:00+07:00`)
const rules = { ...organisationSettings.parse({}), timeZone: 'Asia/Ho_Chi_Minh' }
const friday = { startsAt: office('2026-11-20T08:30'), answerBy: office('2026-11-19T08:30'), cancelledAt: null }
const monday = office('2026-11-16T12:00')

type Row = readonly [rule: string, answer: RsvpAnswer, now: Date, conference: typeof friday, planned: readonly string[]]
const toAnswer = 'answer-by 2026-11-18T08:30'
const theDay = 'day-before 2026-11-19T08:30'
const theHour = 'two-hours-before 2026-11-20T06:30'

const rows: readonly Row[] = [
  ['who has not answered is reminded to', 'none', monday, friday, [toAnswer]],
  ['who answers later as well', 'later', monday, friday, [toAnswer]],
  ['who comes is reminded of the day and the hour', 'accepted', monday, friday, [theDay, theHour]],
  ['who declined is left alone', 'declined', monday, friday, []],
  ['who named others too', 'named', monday, friday, []],
  ['what is past is not planned', 'none', office('2026-11-18T08:30'), friday, []],
  ['of two only the one to come', 'accepted', office('2026-11-19T10:00'), friday, [theHour]],
  ['nothing after the beginning', 'accepted', office('2026-11-20T09:00'), friday, []],
  [
    'at seven the hour reminder waits for the end of the quiet hours',
    'accepted',
    office('2026-11-19T12:00'),
    { ...friday, startsAt: office('2026-11-20T07:00') },
    ['two-hours-before 2026-11-20T06:00 quiet-hours'],
  ],
  [
    'at half past five it would come too late',
    'accepted',
    office('2026-11-19T12:00'),
    { ...friday, startsAt: office('2026-11-20T05:30') },
    [],
  ],
  [
    'a deadline at eleven at night is reminded of the next morning',
    'none',
    monday,
    { ...friday, answerBy: office('2026-11-18T23:00') },
    ['answer-by 2026-11-18T06:00 quiet-hours'],
  ],
]

test.each(rows)('%s', (_rule, answer, now, conference, planned) => {
  const reminders = plannedReminders(reminderTimes(conference, rules), answer, now)
  const local = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16)
  const words = reminders.map(({ kind, dueAt, reason }) => [kind, local(dueAt), reason].filter(Boolean).join(' '))
  expect(words).toEqual(planned)
})

test('a cancelled conference reminds nobody', () => {
  expect(reminderTimes({ ...friday, cancelledAt: monday }, rules)).toEqual([])
})

test('an office may remind earlier', () => {
  const earlier = { ...rules, reminders: { ...rules.reminders, answerByBeforeHours: 48 } }
  expect(plannedReminders(reminderTimes(friday, earlier), 'none', monday)[0]?.dueAt).toEqual(office('2026-11-17T08:30'))
})

describe('a due reminder, perhaps after days of downtime,', () => {
  test.each([
    ['goes when it still concerns the person', 'answer-by', 'none', '2026-11-18T09:00', { kind: 'fire', late: false }],
    ['does not go once answered', 'answer-by', 'declined', '2026-11-18T09:00', { kind: 'drop', reason: 'answered' }],
    ['does not go after the deadline', 'answer-by', 'none', '2026-11-19T08:30', { kind: 'drop', reason: 'too-late' }],
    [
      'waits in quiet hours',
      'answer-by',
      'later',
      '2026-11-18T23:00',
      { kind: 'hold', until: office('2026-11-19T06:00') },
    ],
    [
      'of the day is no use beside the one of the hour',
      'day-before',
      'accepted',
      '2026-11-20T06:30',
      { kind: 'drop', reason: 'too-late' },
    ],
    [
      'of the hour goes until the beginning',
      'two-hours-before',
      'accepted',
      '2026-11-20T08:29',
      { kind: 'fire', late: false },
    ],
    [
      'of the hour is too late then',
      'two-hours-before',
      'accepted',
      '2026-11-20T08:30',
      { kind: 'drop', reason: 'too-late' },
    ],
  ] as const)('%s', (_rule, kind, answer, now, verdict) => {
    expect(reminderVerdict({ kind, dueAt: office(now) }, friday, answer, office(now), rules)).toEqual(verdict)
  })
})

describe('a holiday', () => {
  const off = (...dates: string[]) => ({
    ...rules,
    calendar: { weekendsOff: false, days: dates.map((date) => ({ date, kind: 'off' as const, name: 'Ngày nghỉ' })) },
  })
  const words = (given: typeof rules) =>
    reminderTimes(friday, given).map(({ kind, dueAt, reason, day, useful }) =>
      [kind, dueAt.toISOString().slice(5, 13), reason, day, useful ? 'goes' : 'is dropped'].filter(Boolean).join(' '),
    )

  test('moves a reminder to the next opening, if it still serves then', () => {
    expect(words(off('2026-11-18'))).toEqual([
      'answer-by 11-18T23 day-off Ngày nghỉ goes',
      'day-before 11-19T01 goes',
      'two-hours-before 11-19T23 goes',
    ])
    expect(words(off('2026-11-18', '2026-11-19', '2026-11-20'))).toEqual([
      'answer-by 11-20T23 day-off Ngày nghỉ is dropped',
      'day-before 11-20T23 day-off Ngày nghỉ is dropped',
      'two-hours-before 11-20T23 day-off Ngày nghỉ is dropped',
    ])
  })

  test('holds what is due on it, and what it held is not missed', () => {
    const due = { kind: 'answer-by', dueAt: office('2026-11-18T08:30') } as const
    const given = { ...off('2026-11-18'), missed: { ...rules.missed, reminders: 'skip' as const } }
    const verdict = (now: string) => reminderVerdict(due, friday, 'none', office(now), given)
    expect(verdict('2026-11-18T08:30')).toEqual({ kind: 'hold', until: office('2026-11-19T06:00') })
    expect(verdict('2026-11-19T06:30')).toEqual({ kind: 'fire', late: false })
    expect(verdict('2026-11-19T07:01')).toEqual({ kind: 'drop', reason: 'missed' })
  })

  test('that lies behind when a reminder is planned in it still sends it to the next opening', () => {
    const times = reminderTimes(friday, off('2026-11-18'))
    expect(plannedReminders(times, 'none', office('2026-11-18T12:00'))).toMatchObject([
      { dueAt: office('2026-11-19T06:00'), reason: 'day-off' },
    ])
  })
})
