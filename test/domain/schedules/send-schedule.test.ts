import fc from 'fast-check'
import { expect, test } from 'vitest'
import { officeTime } from '../../../src/domain/organisations/office-time.ts'
import { dueMoments, momentAfter, type ScheduleRule } from '../../../src/domain/schedules/send-schedule.ts'

const zone = 'Asia/Ho_Chi_Minh'
const office = (text: string) => new Date(`${text}:00+07:00`)
const monthly = (day: number | 'last', time = '08:00', until: string | null = null): ScheduleRule => ({
  kind: 'monthly',
  day,
  time,
  until,
})
const once = (text: string): ScheduleRule => ({ kind: 'once', at: office(text).toISOString() })

test.each([
  ['once goes at its moment', once('2026-12-01T08:00'), '2026-11-23T10:00', '2026-12-01T08:00'],
  ['and never after it', once('2026-12-01T08:00'), '2026-12-01T08:00', null],
  ['later this month', monthly(28), '2026-11-23T10:00', '2026-11-28T08:00'],
  ['a day that is past waits for the next month', monthly(20), '2026-11-23T10:00', '2026-12-20T08:00'],
  ['so does an hour that is past', monthly(23), '2026-11-23T08:00', '2026-12-23T08:00'],
  ['today still, when its hour lies ahead', monthly(23), '2026-11-23T07:59', '2026-11-23T08:00'],
  ['a 31st is the last day of a short month', monthly(31), '2026-11-23T10:00', '2026-11-30T08:00'],
  ['and of February', monthly(31), '2027-02-01T00:00', '2027-02-28T08:00'],
  ['a 30th too', monthly(30), '2028-02-01T00:00', '2028-02-29T08:00'],
  ['the last day is the last day', monthly('last'), '2026-12-01T00:00', '2026-12-31T08:00'],
  ['over a new year', monthly(1), '2026-12-15T00:00', '2027-01-01T08:00'],
  ['its last date counts', monthly(28, '08:00', '2026-11-28'), '2026-11-23T10:00', '2026-11-28T08:00'],
  ['nothing goes after that', monthly(28, '08:00', '2026-11-28'), '2026-11-28T08:00', null],
  ['the office has its own midnight', monthly(1, '00:30'), '2026-11-30T23:00', '2026-12-01T00:30'],
])('a schedule: %s', (_rule, rule, after, next) => {
  expect(momentAfter(rule, office(after), zone)).toEqual(next === null ? null : office(next))
})

test('every month has exactly one moment, on its day or its last one, in any time zone', () => {
  const days = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const))
  const times = fc.constantFrom('00:00', '02:30', '12:00', '23:59')
  const zones = fc.constantFrom(zone, 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia')
  fc.assert(
    fc.property(
      days,
      times,
      zones,
      fc.date({ min: office('2026-01-01T00:00'), max: office('2030-01-01T00:00'), noInvalidDate: true }),
      (day, time, timeZone, start) => {
        let at = start
        let month = officeTime(start, timeZone).toPlainDate().toPlainYearMonth()
        for (let round = 0; round < 14; round++) {
          const next = momentAfter(monthly(day, time), at, timeZone)
          if (!next) throw new Error('no moment')
          const local = officeTime(next, timeZone)
          expect(next > at).toBe(true)
          expect(local.day).toBe(day === 'last' ? local.daysInMonth : Math.min(day, local.daysInMonth))
          const then = local.toPlainDate().toPlainYearMonth()
          const apart = month.until(then).months + 12 * month.until(then, { largestUnit: 'years' }).years
          expect(round === 0 ? [0, 1] : [1]).toContain(apart)
          at = next
          month = then
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('however many moments passed, the newest stands for all, and the next one stays', () => {
  const rule = monthly(31)
  const due = dueMoments(rule, office('2026-11-30T08:00'), office('2027-03-01T00:00'), zone)
  expect(due?.passed.map((each) => officeTime(each, zone).toPlainDate().toString())).toEqual([
    '2026-11-30',
    '2026-12-31',
    '2027-01-31',
    '2027-02-28',
  ])
  expect([due?.occurrence, due?.nextAt]).toEqual([office('2027-02-28T08:00'), office('2027-03-31T08:00')])
  expect(dueMoments(rule, office('2026-11-30T08:00'), office('2026-11-30T07:59'), zone)).toBeUndefined()
  const over = dueMoments(once('2026-12-01T08:00'), office('2026-12-01T08:00'), office('2027-01-01T08:00'), zone)
  expect(over).toEqual({
    passed: [office('2026-12-01T08:00')],
    occurrence: office('2026-12-01T08:00'),
    nextAt: null,
  })
})
