import { addConference } from '../../src/domain/conferences/add-conference.ts'
import { answerInvitation } from '../../src/domain/conferences/answer-invitation.ts'
import { moveConference } from '../../src/domain/conferences/move-conference.ts'
import { draftAnnouncement } from '../../src/domain/publications/draft-announcement.ts'
import { eachOf, openNotices } from './hands.ts'
import { sendDaily } from './last-weeks.ts'
import type { MonthLines } from './lines.ts'
import { type MonthDesk, officeMoment } from './month-desk.ts'
import { lateOutlets, outletCount } from './people.ts'
import { approveAndRelease, pastAbortWindow, sendAnnouncement, sendNow } from './publishing.ts'
import type { RosterPerson } from './roster.ts'

const numberOf = ({ outlet }: RosterPerson) => Number(outlet.split(' ').at(-1))
const isLate = (person: RosterPerson) => numberOf(person) > outletCount - lateOutlets

/** Mon 9 to Fri 20: the invitation, who answers when, the reminder, the move, and what is sent after the event. */
export async function playConference(
  desk: MonthDesk,
  lines: MonthLines,
  people: readonly RosterPerson[],
): Promise<string> {
  const conferenceId = await invite(desk, lines)
  await sendDaily(desk, [10, 11])
  await answerEarly(desk, people, conferenceId)
  await remind(desk, lines, people)
  await answerLate(desk, lines, people, conferenceId)
  await move(desk, lines, conferenceId)
  lines.missing('Thu 19', 'attendance: 66 of the 77 and 5 walk-ins, 9 of them entered from paper')
  await desk.goTo('20 10:00')
  const pack = await sendAnnouncement(desk, {
    title: 'Tài liệu sau hội nghị giao ban tháng 11',
    text: 'Kính gửi các anh/chị tài liệu của hội nghị.',
    audience: { kind: 'invited', conferenceId },
  })
  await pastAbortWindow(desk)
  const invited = await desk.db.invitation.count({ where: { conferenceId } })
  const inPack = await desk.db.delivery.count({ where: { broadcastId: pack } })
  lines.check('Fri 20', 'the after-event pack is for everybody invited, absentees too', invited, inPack)
  lines.missing('Fri 20', '22 questions answered, 9 with due dates')
  return conferenceId
}

async function invite(desk: MonthDesk, lines: MonthLines): Promise<string> {
  const { deps, organisationId, staff } = desk
  await desk.goTo('9 09:00')
  const publicationId = await draftAnnouncement(deps, {
    organisationId,
    title: 'Giấy mời hội nghị giao ban báo chí tháng 11',
    text: 'Trân trọng kính mời.',
    by: staff.editor,
  })
  const conferenceId = await addConference(deps, {
    organisationId,
    publicationId,
    kind: 'Giao ban báo chí',
    title: 'Giao ban báo chí tháng 11/2026',
    place: 'Hội trường A, 90 chỗ',
    startsAt: officeMoment('19 14:00'),
    answerBy: officeMoment('17 17:00'),
    agenda: '',
    contact: '',
    by: staff.editor,
  })
  await approveAndRelease(desk, publicationId, { documentNumber: '47/GM-SVHTT', issuedOn: '2026-11-09' })
  await sendNow(desk, publicationId)
  const answerBy = (await desk.db.conference.findUniqueOrThrow({ where: { id: conferenceId } })).answerBy
  lines.check('Mon 9', 'answer by', officeMoment('17 17:00').toISOString(), answerBy.toISOString())
  lines.missing('Mon 9', '18 bodies beside the outlets; a hall that fills up ("full")')
  return conferenceId
}

/** 35 outlets with 119 people by Monday 16: in the chat, on the page, or told to the desk by telephone. */
async function answerEarly(desk: MonthDesk, people: readonly RosterPerson[], conferenceId: string): Promise<void> {
  await desk.goTo('12 10:00')
  const early = people.filter((person) => !isLate(person))
  // One of each outlet first, so that every outlet has somebody who comes.
  const inTurn = early.toSorted((one, other) => rankIn(early, one) - rankIn(early, other))
  const coming = new Set(inTurn.slice(0, earlyComing))
  const tapping = early.filter(({ group }) => group === 'older').slice(0, 40)
  await eachOf(desk, tapping, ({ phone }) => phone.openNotice())
  await eachOf(desk, tapping, (person) => person.phone.tap(coming.has(person) ? 'Tham dự' : 'Không tham dự'))
  for (const person of early.filter((each) => !tapping.includes(each))) {
    const answer = coming.has(person) ? 'accepted' : 'declined'
    const via = person.group === 'mail' ? 'page' : desk.staff.editor.id
    await answerInvitation(desk.deps, { conferenceId, reporterId: person.id, answer, via })
  }
}

/** 77 come in all, 20 of them from outlets that answer late. */
const earlyComing = 57
const rankIn = (all: readonly RosterPerson[], one: RosterPerson) =>
  all.filter(({ outlet }) => outlet === one.outlet).indexOf(one)

async function remind(desk: MonthDesk, lines: MonthLines, people: readonly RosterPerson[]): Promise<void> {
  const owing = people.filter(isLate)
  await desk.goTo('16 16:59')
  lines.check(
    'Mon 16',
    'reminders before their time',
    0,
    await desk.db.broadcast.count({ where: { kind: 'reminder' } }),
  )
  await desk.goTo('16 17:00')
  const reminded = await desk.db.delivery.findMany({ where: { broadcast: { kind: 'reminder' } } })
  const ids = new Set(owing.map(({ id }) => id))
  const right = reminded.filter(({ reporterId }) => ids.has(reporterId)).length
  const outlets = new Set(owing.map(({ outlet }) => outlet)).size
  lines.check(
    'Mon 16',
    'the reminder',
    '41 people of 27 outlets, 0 others',
    `${right} people of ${outlets} outlets, ${reminded.length - right} others`,
  )
}

async function answerLate(
  desk: MonthDesk,
  lines: MonthLines,
  people: readonly RosterPerson[],
  conferenceId: string,
): Promise<void> {
  await desk.goTo('17 09:00')
  const late = people.filter(isLate)
  const outletAt = (person: RosterPerson) => numberOf(person) - (outletCount - lateOutlets) - 1
  const comingOutlets = late.filter((person) => outletAt(person) < 14)
  const declining = late.filter((person) => outletAt(person) >= 14 && outletAt(person) < 20)
  const silent = late.filter((person) => outletAt(person) >= 20)
  // The first of each of the 14, and the second of six of them.
  const comes = (person: RosterPerson) => rankIn(late, person) === 0 || outletAt(person) < 6
  const say = (person: RosterPerson, words: string) => person.phone.tap(words)
  // Silent for more than a week, most have a notice only, which they open first.
  await openWhereNeeded(desk, [...comingOutlets, ...declining])
  await eachOf(desk, comingOutlets, (person) => say(person, comes(person) ? 'Tham dự' : 'Không tham dự'))
  await eachOf(desk, declining, (person) => say(person, 'Không tham dự'))
  await desk.goTo('17 17:05')
  const [tooLate] = silent
  if (tooLate) await eachOf(desk, [tooLate], ({ phone }) => phone.text('C'))
  const rows = await desk.db.invitation.findMany({
    where: { conferenceId },
    include: { reporter: { include: { outlet: true } } },
  })
  const byOutlet = Map.groupBy(rows, ({ reporter }) => reporter.outlet.name)
  const verdicts = [...byOutlet.values()].map((answers) => {
    if (answers.some(({ answer }) => answer === 'accepted')) return 'accept'
    return answers.every(({ answer }) => answer === 'none') ? 'silent' : 'decline'
  })
  const of = (verdict: string) => verdicts.filter((each) => each === verdict).length
  const sum = `${of('accept')} accept, ${of('decline')} decline, ${of('silent')} silent = ${verdicts.length}`
  lines.check('Tue 17', 'outlets', '49 accept, 6 decline, 7 silent = 62', sum)
  lines.check('Tue 17', 'people who come', 77, rows.filter(({ answer }) => answer === 'accepted').length)
  const last = (await tooLate?.phone.received())?.at(-1)?.text ?? ''
  lines.check('Tue 17', 'after 17:00 an answer is refused kindly', true, /hạn|đã đóng|hết/i.test(last))
  lines.missing('Tue 17', 'who is crew and who writes; outlets that answer for their people; 31 questions')
}

async function openWhereNeeded(desk: MonthDesk, people: readonly RosterPerson[]): Promise<void> {
  const unopened: RosterPerson[] = []
  for (const person of people) {
    const bubbles = await person.phone.received()
    const sees = bubbles.some(({ buttons }) => buttons.some(({ label }) => label.includes('Tham dự')))
    if (!sees) unopened.push(person)
  }
  await openNotices(desk, unopened)
}

async function move(desk: MonthDesk, lines: MonthLines, conferenceId: string): Promise<void> {
  const { deps, organisationId, staff } = desk
  await desk.goTo('17 18:00')
  const { noticeId } = await moveConference(deps, {
    conferenceId,
    organisationId,
    startsAt: officeMoment('19 15:00'),
    answerBy: officeMoment('18 17:00'),
    place: 'Hội trường B',
    by: staff.editor,
  })
  if (noticeId) {
    await approveAndRelease(desk, noticeId)
    await sendNow(desk, noticeId)
  }
  const sent = async () => desk.db.broadcast.count({ where: { kind: 'reminder', reminderKind: { not: 'answer-by' } } })
  await desk.goTo('18 14:59')
  const early = await sent()
  await desk.goTo('18 15:00')
  const dayBefore = await sent()
  await desk.goTo('19 12:59')
  const still = await sent()
  await desk.goTo('19 13:00')
  lines.check(
    'Tue 17, 18:00',
    'reminders at 14:00 (old), 15:00, 12:00 (old), 13:00',
    [0, 1, 1, 2],
    [early, dayBefore, still, await sent()],
  )
  const old = { in: [officeMoment('18 14:00'), officeMoment('19 12:00')] }
  const fired = await desk.db.reminder.count({ where: { conferenceId, dueAt: old, state: 'fired' } })
  lines.check('Tue 17, 18:00', 'old reminders that fired', 0, fired)
}
