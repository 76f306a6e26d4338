import { auditCalls, recordedMessages } from '../test/flows/call-auditor.ts'
import { type Bench, type BenchResult, judged, shown } from './bench.ts'
import { playConference } from './month/conference-weeks.ts'
import { correctTheBulletin, draftTheBulletin, sendTheBulletin } from './month/first-week.ts'
import { playArticles, playHoliday, playLeaving, playStorm, sendDaily } from './month/last-weeks.ts'
import { createMonthLines, type MonthLines } from './month/lines.ts'
import { type MonthDesk, openMonthDesk } from './month/month-desk.ts'
import { enrolDepartment, type RosterPerson } from './month/roster.ts'
import { freePort, openPlace } from './place.ts'

/** A month of an invented department from its first letter to its last notice, on a clock that the story moves. */
export const month: Bench = {
  name: 'month',
  about: 'plays a month of 160 people and 62 outlets and compares every line of what must come out',
  async run(options): Promise<BenchResult> {
    const place = await openPlace(options)
    const desk = await openMonthDesk({ ...place, say: options.say, port: await freePort() })
    options.onEnd('the desk', () => desk.close())
    const lines = createMonthLines(options.say)
    const startedMs = performance.now()
    await play(desk, lines)
    const seconds = Math.round((performance.now() - startedMs) / 1000)
    return {
      backend: options.backend,
      recipients: 160,
      rows: [
        ...lines.lines.map(({ when, what, wanted, got, ok }) => judged(`${when}: ${what}`, got, wanted, ok)),
        ...(await totals(desk)),
        shown('played in', `${seconds} s`),
        ...lines.notBuilt.map(({ when, what }) => shown(`${when}: ${what}`, 'not part of the product yet')),
      ],
    }
  },
}

async function play(desk: MonthDesk, lines: MonthLines): Promise<void> {
  const people = await enrolDepartment(desk)
  const publicationId = await draftTheBulletin(desk, lines)
  const broadcastId = await sendTheBulletin(desk, lines, people, publicationId)
  await correctTheBulletin(desk, lines, people, { publicationId, broadcastId })
  await sendDaily(desk, [6, 7, 8])
  await playConference(desk, lines, people)
  await sendDaily(desk, [20, 21])
  await playStorm(desk, lines)
  await sendDaily(desk, [22])
  await playHoliday(desk, lines)
  await sendDaily(desk, [25])
  await playArticles(desk, lines, people)
  await sendDaily(desk, [26])
  const left = await playLeaving(desk, lines, people)
  const gone = await messagesTo(left)
  await sendDaily(desk, [27, 28, 29])
  await desk.goTo('30 09:00')
  await sendDaily(desk, [30])
  lines.check('month', 'messages after a stop', 0, (await messagesTo(left)) - gone)
  const disagreements = auditCalls(await recordedMessages(desk.db), await desk.calls())
  lines.check(
    'month',
    'where ledger and platforms disagree, message by message (lost, doubled, never sent)',
    [],
    disagreements.slice(0, 5),
  )
  const open = { state: { in: ['planned', 'queued', 'sending'] as const } }
  lines.check(
    'month',
    'deliveries left on their way',
    0,
    await desk.db.delivery.count({ where: { state: { in: [...open.state.in] } } }),
  )
  lines.missing('Mon 30', "the month's report and the case file")
}

/** What arrived at the phones of these people, notices of leaving included. */
async function messagesTo(people: readonly RosterPerson[]): Promise<number> {
  let sum = 0
  for (const { phone } of people) sum += (await phone.received()).length
  return sum
}

async function totals(desk: MonthDesk) {
  const calls = await desk.calls()
  const out = calls.filter(({ effect, messageIds }) => effect && messageIds.length > 0).length
  const heard = await desk.db.inboxItem.count()
  return [
    shown('messages out', String(out), 'about 3,500'),
    shown('messages in', String(heard), 'about 1,150'),
    shown('broadcasts', String(await desk.db.broadcast.count())),
  ]
}
