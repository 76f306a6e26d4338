import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { isMissed } from '../../../src/domain/organisations/missed.ts'
import { type OfficeHours, openingAt } from '../../../src/domain/organisations/office-calendar.ts'
import { officeTime } from '../../../src/domain/organisations/office-time.ts'
import { organisationSettings } from '../../../src/domain/organisations/organisation.ts'
import { heldUntil } from '../../../src/domain/organisations/quiet-hours.ts'

const zone = 'Asia/Ho_Chi_Minh'
const office = (text: string) => new Date(`${text}:00+07:00`)
const off = (date: string, name = '') => ({ date, kind: 'off' as const, name })
const working = (date: string, name = '') => ({ date, kind: 'working' as const, name })
const hoursOf = (
  days: OfficeHours['calendar']['days'],
  weekendsOff = false,
  quietHours = { from: '22:00', to: '06:00' },
): OfficeHours => ({ quietHours, calendar: { days, weekendsOff }, timeZone: zone })

const holiday = hoursOf([off('2026-11-24', 'Ngày nghỉ')])
const tet = hoursOf(['05', '06', '07', '08', '09', '10', '11'].map((day) => off(`2027-02-${day}`, 'Tết Đinh Mùi')))
// The Saturday is worked so that the Monday is free.
const swapped = hoursOf([working('2027-04-24'), off('2027-04-26', 'Nghỉ bù')], true)

describe('the office', () => {
  test.each([
    ['sends at once on a usual day', holiday, '2026-11-23T10:00', '2026-11-23T10:00', null, null],
    ['sends on a Sunday, unless it says otherwise', holiday, '2026-11-29T10:00', '2026-11-29T10:00', null, null],
    ['keeps quiet at night', holiday, '2026-11-22T22:40', '2026-11-23T06:00', 'quiet-hours', null],
    ['keeps a holiday', holiday, '2026-11-24T10:00', '2026-11-25T06:00', 'day-off', 'Ngày nghỉ'],
    ['from the evening before it', holiday, '2026-11-23T22:00', '2026-11-25T06:00', 'day-off', 'Ngày nghỉ'],
    [
      'from its first minute, when it is never quiet',
      hoursOf([off('2026-11-24')], false, { from: '00:00', to: '00:00' }),
      '2026-11-24T00:00',
      '2026-11-25T00:00',
      'day-off',
      null,
    ],
    ['keeps holidays in a row', tet, '2027-02-05T09:00', '2027-02-12T06:00', 'day-off', 'Tết Đinh Mùi'],
    ['and the night after them', tet, '2027-02-11T23:00', '2027-02-12T06:00', 'day-off', 'Tết Đinh Mùi'],
    ['keeps weekends when it says so', swapped, '2027-04-17T09:00', '2027-04-19T06:00', 'day-off', null],
    ['works a swapped Saturday', swapped, '2027-04-24T09:00', '2027-04-24T09:00', null, null],
    [
      'and is off on the Monday it was swapped for',
      swapped,
      '2027-04-24T22:30',
      '2027-04-27T06:00',
      'day-off',
      'Nghỉ bù',
    ],
    [
      'keeps quiet at noon, too',
      hoursOf([], false, { from: '11:30', to: '13:30' }),
      '2026-11-23T12:00',
      '2026-11-23T13:30',
      'quiet-hours',
      null,
    ],
  ])('%s', (_rule, hours, at, opens, because, day) => {
    expect(openingAt(office(at), hours)).toEqual({ at: office(opens), because, day })
  })

  test('opens again, even if every day that the settings take is off', () => {
    const first = Temporal.PlainDate.from('2026-11-23')
    const days: OfficeHours['calendar']['days'] = []
    for (let date = first; days.length < 400; date = date.add({ days: 1 }))
      if (date.dayOfWeek < 6) days.push(off(date.toString()))
    const { at } = openingAt(office('2026-11-23T10:00'), hoursOf(days, true))
    expect(officeTime(at, zone).toPlainDateTime().toString()).toBe('2028-06-05T06:00:00')
  })

  test('whatever its hours, days and zone: never opens earlier, never too early, and is open then', () => {
    const start = Temporal.PlainDate.from('2026-10-20')
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute === 0 ? '00' : minute}`)
    const day = fc.record({
      after: fc.integer({ min: 0, max: 30 }),
      kind: fc.constantFrom('off' as const, 'working' as const),
    })
    const hours = fc.record({
      timeZone: fc.constantFrom(
        zone,
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'America/Santiago',
        'Asia/Kathmandu',
      ),
      quietHours: fc.record({ from: clock, to: clock }),
      calendar: fc.record({
        weekendsOff: fc.boolean(),
        days: fc
          .uniqueArray(day, { selector: ({ after }) => after, maxLength: 20 })
          .map((days) =>
            days.map(({ after, kind }) => ({ kind, name: '', date: start.add({ days: after }).toString() })),
          ),
      }),
    })
    // Clocks change in all of these zones within the days drawn, but in Asia.
    const moment = fc
      .integer({ min: 0, max: 30 * 96 })
      .map((quarter) => new Date(Date.UTC(2026, 9, 20) + quarter * 900_000))
    fc.assert(
      fc.property(hours, moment, (given, at) => {
        const opening = openingAt(at, given)
        expect(opening.at >= at).toBe(true)
        expect(opening.because === null).toBe(opening.at.getTime() === at.getTime())
        expect(closed(opening.at, given)).toBe(false)
        for (let before = opening.at.getTime() - 900_000; before >= at.getTime(); before -= 900_000)
          if (!closed(new Date(before), given)) throw new Error(`open at ${new Date(before).toISOString()} already`)
      }),
      { numRuns: 300 },
    )
  })
})

/** Said anew and simply: whether the wall clock or the calendar says that nothing goes. */
function closed(at: Date, { quietHours: { from, to }, calendar, timeZone }: OfficeHours): boolean {
  const local = officeTime(at, timeZone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  const quiet = from <= to ? time >= from && time < to : time >= from || time < to
  const named = calendar.days.find(({ date }) => date === local.toPlainDate().toString())
  return quiet || (named ? named.kind === 'off' : calendar.weekendsOff && local.dayOfWeek > 5)
}

test('quiet hours end once where clocks go back or forward in them', () => {
  const inBerlin = (at: string, quiet: [string, string]) =>
    heldUntil(new Date(at), { from: quiet[0], to: quiet[1] }, 'Europe/Berlin').toISOString()
  // 02:15 comes twice on 25 October 2026; this is the second time.
  expect(inBerlin('2026-10-25T01:15:00Z', ['22:00', '02:30'])).toBe('2026-10-25T01:30:00.000Z')
  // 02:30 does not come at all on 28 March 2027.
  expect(inBerlin('2027-03-28T00:45:00Z', ['22:00', '02:30'])).toBe('2027-03-28T01:30:00.000Z')
})

test('a calendar names each day once', () => {
  const days = [off('2026-11-24'), working('2026-11-24')]
  expect(organisationSettings.safeParse({ calendar: { days } }).success).toBe(false)
})

test('missed is what could have gone longer ago than the office allows; what it held itself is not', () => {
  const rules = { ...holiday, missed: { ...organisationSettings.parse({}).missed, afterMinutes: 60 } }
  const missed = (due: string, now: string) => isMissed(office(due), office(now), rules)
  expect([missed('2026-11-23T10:00', '2026-11-23T11:00'), missed('2026-11-23T10:00', '2026-11-23T11:01')]).toEqual([
    false,
    true,
  ])
  expect([missed('2026-11-24T10:00', '2026-11-25T06:30'), missed('2026-11-24T10:00', '2026-11-25T07:01')]).toEqual([
    false,
    true,
  ])
})
