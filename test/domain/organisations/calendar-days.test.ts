import { expect, test } from 'vitest'
import { readDays, withDays } from '../../../src/domain/organisations/calendar-days.ts'

const words = (text: string) => readDays(text, 'off').map(({ date, name }) => `${date} ${name}`.trim())

test.each([
  ['a date and its name', '30/04/2027 Ngày Chiến thắng', ['2027-04-30 Ngày Chiến thắng']],
  ['without leading zeros, with a colon', '2/9/2027: Quốc khánh', ['2027-09-02 Quốc khánh']],
  ['as machines write it', '2027-01-01 Tết Dương lịch', ['2027-01-01 Tết Dương lịch']],
  ['without a name', '01.05.2027', ['2027-05-01']],
  ['from – to', '30/04/2027 – 01/05/2027 Nghỉ lễ', ['2027-04-30 Nghỉ lễ', '2027-05-01 Nghỉ lễ']],
  ['a name that has a dash in it', '30/04/2027 – Lễ – Hội', ['2027-04-30 Lễ – Hội']],
  ['blank lines are nothing', '\n  \r\n01/05/2027\n', ['2027-05-01']],
])('a line of the decision: %s', (_rule, text, days) => {
  expect(words(text)).toEqual(days)
})

test.each(['Tết', '31/02/2027', '2027-02-31', '02/05/2027-01/05/2027', '01/01/2027 – 01/03/2027', '1/1/27'])(
  'what is no date is told by its line: %s',
  (line) => {
    expect(() => words(`01/05/2027\n${line}`)).toThrow(expect.objectContaining({ args: { line: 2 } }))
  },
)

test('a day that is named again is what it is named last, and all stand in the order of time', () => {
  const day = (date: string, name: string) => ({ date, kind: 'off' as const, name })
  const calendar = { weekendsOff: true, days: [day('2027-05-01', 'cũ')] }
  expect(withDays(calendar, [day('2027-05-01', 'mới'), day('2027-01-01', 'đầu năm')])).toEqual({
    weekendsOff: true,
    days: [day('2027-01-01', 'đầu năm'), day('2027-05-01', 'mới')],
  })
})
