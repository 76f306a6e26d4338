import { listArticles } from '../../src/domain/articles/list-articles.ts'
import { addConference } from '../../src/domain/conferences/add-conference.ts'
import { draftAnnouncement } from '../../src/domain/publications/draft-announcement.ts'
import { eachOf } from './hands.ts'
import type { MonthLines } from './lines.ts'
import { type MonthDesk, officeMoment } from './month-desk.ts'
import { approveAndRelease, pastAbortWindow, sendAnnouncement, sendNow } from './publishing.ts'
import type { RosterPerson } from './roster.ts'

/** The daily traffic: a text to the province's own press, about 90 people. */
export async function sendDaily(desk: MonthDesk, days: readonly number[]): Promise<void> {
  for (const day of days) {
    await desk.goTo(`${day} 15:30`)
    await sendAnnouncement(desk, {
      title: `Thông báo ngày ${day}/11`,
      text: `Mực nước các hồ chứa ngày ${day}/11 ở mức an toàn.`,
      audience: { kind: 'outlet-kinds', kinds: ['provincial-press'] },
    })
    await pastAbortWindow(desk)
  }
}

/** Sat 21, 22:40: the storm notice by two people goes at once; what is only news waits for the morning. */
export async function playStorm(desk: MonthDesk, lines: MonthLines): Promise<void> {
  const { askForUrgency, agreeToUrgency } = await import('../../src/domain/broadcasts/urgent.ts')
  const { deps, db, organisationId, staff } = desk
  await desk.goTo('21 22:40')
  const storm = await sendAnnouncement(desk, { title: 'Tin bão khẩn cấp', text: 'Bão số 12 đổ bộ trong đêm nay.' })
  const news = await sendAnnouncement(desk, { title: 'Tin trong ngày', text: 'Tổng hợp tin trong ngày 21/11.' })
  await pastAbortWindow(desk)
  const stateOf = async (id: string) => db.broadcast.findUniqueOrThrow({ where: { id } })
  lines.check('Sat 21, 22:40', 'without two people it is held', 'held: quiet-hours', heldAs(await stateOf(storm)))
  const reason = 'Bão đổ bộ trong đêm, người dân cần biết ngay.'
  await askForUrgency(deps, { broadcastId: storm, organisationId, by: staff.editor, reason })
  await agreeToUrgency(deps, { broadcastId: storm, organisationId, by: staff.approver })
  await desk.settled()
  const gone = await stateOf(storm)
  const atNight = gone.finishedAt && gone.finishedAt < officeMoment('21 23:00')
  lines.check(
    'Sat 21, 22:40',
    'agreed by another person it goes at once',
    'finished at night',
    `${gone.state}${atNight ? ' at night' : ''}`,
  )
  const told = await db.auditEntry.count({
    where: { subject: `broadcast:${storm}`, detail: { string_contains: 'Bão', path: ['reason'] } },
  })
  lines.check('Sat 21, 22:40', 'the reason is on record', true, told > 0)
  lines.check(
    'Sat 21, 22:40',
    'the other one is held to',
    officeMoment('22 06:00').toISOString(),
    (await stateOf(news)).heldUntil?.toISOString() ?? 'not held',
  )
  await desk.goTo('22 06:00')
  lines.check('Sun 22, 06:00', 'and goes then', 'finished', (await stateOf(news)).state)
}

const heldAs = ({ state, stateReason }: { readonly state: string; readonly stateReason: string | null }) =>
  `${state}: ${stateReason}`

/** Tue 24 is a public holiday: the reminder of a meeting on Wednesday waits for Wednesday morning. */
export async function playHoliday(desk: MonthDesk, lines: MonthLines): Promise<void> {
  const { deps, db, organisationId, staff } = desk
  await desk.goTo('23 09:00')
  const publicationId = await draftAnnouncement(deps, {
    organisationId,
    title: 'Giấy mời họp báo chuyên đề',
    text: 'Trân trọng kính mời.',
    by: staff.editor,
  })
  await addConference(deps, {
    organisationId,
    publicationId,
    kind: 'Họp báo',
    title: 'Họp báo chuyên đề',
    place: 'Hội trường B',
    startsAt: officeMoment('25 14:00'),
    answerBy: officeMoment('25 10:00'),
    agenda: '',
    contact: '',
    by: staff.editor,
  })
  await approveAndRelease(desk, publicationId)
  await sendNow(desk, publicationId)
  const reminders = () => db.broadcast.count({ where: { kind: 'reminder' } })
  const before = await reminders()
  await desk.goTo('24 20:00')
  lines.check('Tue 24', 'reminders on the holiday', 0, (await reminders()) - before)
  await desk.goTo('25 06:00')
  lines.check('Wed 25', 'the reminder that waited for the next open morning', 1, (await reminders()) - before)
  lines.missing('Tue 24', 'due dates of questions that move')
}

/** Links in chats through the month: 214 in all, of which 19 repeat one that is there. */
export async function playArticles(desk: MonthDesk, lines: MonthLines, people: readonly RosterPerson[]): Promise<void> {
  const { deps, organisationId } = desk
  const writers = people.filter(({ group }) => group === 'older').slice(0, 46)
  await desk.goTo('26 09:00')
  const address = (at: number) => `https://bao-song-bang.example/tin-${at}.html`
  const links = Array.from({ length: 214 }, (_, at) =>
    at < 195 ? address(at) : `${address(at - 195)}?utm_source=zalo`,
  )
  const themed = 181
  for (let from = 0; from < links.length; from += writers.length) {
    const batch = writers.slice(0, links.length - from)
    await eachOf(desk, batch, ({ phone }, at) => phone.text(`Gửi cơ quan: ${links[from + at]}`))
    const choosing = batch.filter((_, at) => from + at < themed)
    await eachOf(desk, choosing, ({ phone }, at) => phone.text(String((at % 6) + 1)))
  }
  const submissions = await desk.db.articleSubmission.count()
  const { themes } = await listArticles(deps, { organisationId })
  const distinct = await desk.db.article.count()
  lines.check('month', 'links sent in, and different ones among them', [214, 195], [submissions, distinct])
  lines.check(
    'month',
    'items with a theme, and their counts by theme',
    [181, 181],
    [
      await desk.db.article.count({ where: { themeId: { not: null } } }),
      themes.reduce((sum, { theme, count }) => sum + (theme ? count : 0), 0),
    ],
  )
  lines.missing('month', '27 syndicated copies recognised; 31 broadcast and 17 print items')
}

/** Two stop, three ask what is held about them; then nothing more reaches the two. */
export async function playLeaving(
  desk: MonthDesk,
  lines: MonthLines,
  people: readonly RosterPerson[],
): Promise<readonly RosterPerson[]> {
  const readers = people.filter(({ group }) => group === 'within48Hours').slice(2)
  const [first, second, ...others] = readers
  await desk.goTo('27 09:00')
  const leaving = [first, second].flatMap((each) => each ?? [])
  await eachOf(desk, leaving, ({ phone }) => phone.text('dừng'))
  const asking = others.slice(0, 3)
  await eachOf(desk, asking, ({ phone }) => phone.text('/mydata'))
  const ids = leaving.map(({ id }) => id)
  lines.check(
    'month',
    'people who stopped',
    2,
    await desk.db.reporter.count({ where: { id: { in: ids }, state: 'stopped' } }),
  )
  const answered = await Promise.all(
    asking.map(async ({ phone, name }) => (await phone.received()).at(-1)?.text.includes(name)),
  )
  lines.check('month', 'of three who ask /mydata, so many read their own record', 3, answered.filter(Boolean).length)
  lines.missing('month', 'an erasure and changes of outlet at the desk, a lost phone, 46 questions')
  return leaving
}
