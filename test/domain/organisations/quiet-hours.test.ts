import { expect, test } from 'vitest'
import { organisationSettings } from '../../../src/domain/organisations/organisation.ts'
import { heldUntil } from '../../../src/domain/organisations/quiet-hours.ts'

const zone = 'Asia/Ho_Chi_Minh'
const night = { from: '22:00', to: '06:00' }
const office = (text: string) => new Date(`${text}:00+07:00`)

test.each([
  ['daytime goes at once', '2026-11-16T12:00', night, '2026-11-16T12:00'],
  ['the last minute of the evening too', '2026-11-16T21:59', night, '2026-11-16T21:59'],
  ['from ten it waits for the morning', '2026-11-16T22:00', night, '2026-11-17T06:00'],
  ['after midnight it is the same morning', '2026-11-17T00:30', night, '2026-11-17T06:00'],
  ['at six it goes again', '2026-11-17T06:00', night, '2026-11-17T06:00'],
  ['over a new year', '2026-12-31T23:00', night, '2027-01-01T06:00'],
  ['a pause within one day', '2026-11-16T12:30', { from: '11:30', to: '13:30' }, '2026-11-16T13:30'],
  ['outside that pause', '2026-11-16T14:00', { from: '11:30', to: '13:30' }, '2026-11-16T14:00'],
  ['the same time twice means never quiet', '2026-11-16T03:00', { from: '00:00', to: '00:00' }, '2026-11-16T03:00'],
])('quiet hours: %s', (_rule, at, quietHours, until) => {
  expect(heldUntil(office(at), quietHours, zone)).toEqual(office(until))
})

test('what an office left out of its settings takes the default', () => {
  expect(organisationSettings.parse({})).toEqual({
    quietHours: night,
    calendar: { days: [], weekendsOff: false },
    abortWindowSeconds: 30,
    errorRate: { percent: 20, afterDeliveries: 20 },
    missed: { reminders: 'send', schedules: 'send', afterMinutes: 60 },
    reminders: { answerByBeforeHours: 24, dayBeforeHours: 24, sameDayBeforeHours: 2 },
    fileLimitMb: 50,
    deskContact: '',
  })
  const own = organisationSettings.parse({ quietHours: { from: '21:00' }, deskContact: 'Chị Mai' })
  expect(own).toMatchObject({ quietHours: { from: '21:00', to: '06:00' }, deskContact: 'Chị Mai' })
})
