import { expect, test } from 'vitest'
import { fortyReporters, older, onTelegram, within48Hours } from './forty-reporters.ts'
import { approveAndRelease, broadcast, type Story } from './story.ts'

const office = (moment: string) => new Date(`${moment}:00+07:00`)

/** Reminders reach exactly those concerned, and follow the conference when it moves. */
export function remindersChapter(open: () => Story): void {
  const invited = async ({ desk, conferenceId }: Story, ...answers: readonly string[]) => {
    const rows = await desk.db.invitation.findMany({ where: { conferenceId }, include: { reporter: true } })
    const active = rows.filter(({ reporter }) => reporter.state === 'active')
    return active.filter(({ answer }) => answers.includes(answer)).map(({ reporter }) => reporter.fullName)
  }
  const fired = async ({ desk }: Story) => {
    const rows = await desk.db.broadcast.findMany({
      where: { kind: 'reminder' },
      include: { deliveries: { include: { reporter: true } } },
      orderBy: { createdAt: 'asc' },
    })
    return rows.map(({ reminderKind, deliveries }) => ({
      kind: reminderKind,
      to: deliveries.map(({ reporter }) => reporter.fullName),
    }))
  }
  const sorted = (names: readonly string[] = []) => names.toSorted()
  const reminded = async (story: Story, name: string, heading: string) =>
    (await story.phone(name).received()).filter(({ text }) => text.startsWith(heading)).length

  test('before the deadline only those are reminded who have not answered yet', async () => {
    const story = open()
    await story.desk.moveTo(office('2026-11-24T10:59'))
    expect(await fired(story)).toEqual([])
    await story.desk.moveTo(office('2026-11-24T11:00'))
    const [reminder, ...more] = await fired(story)
    expect([reminder?.kind, more]).toEqual(['answer-by', []])
    const owing = await invited(story, 'none', 'later')
    expect(sorted(reminder?.to)).toEqual(sorted(owing))
    expect(owing).toHaveLength(32)
    const heading = 'Nhắc trả lời giấy mời'
    for (const name of [within48Hours[3], onTelegram[2], older[5]]) expect(await reminded(story, name, heading)).toBe(1)
    for (const name of [within48Hours[0], within48Hours[1], within48Hours[2], onTelegram[0]])
      expect(await reminded(story, name, heading), name).toBe(0)
  })

  test('whoever was only sent notices opens the bulletin and the reminder at once, each once', async () => {
    const { phone } = open()
    const reader = phone(older[15])
    expect((await reader.received()).map(({ kind }) => kind)).toEqual(['notice', 'notice'])
    await reader.openNotice()
    const content = (await reader.received()).slice(2)
    expect(content.filter(({ text }) => text.includes('1. Bảo đảm an toàn trong mùa mưa lũ'))).toHaveLength(1)
    expect(content.filter(({ text }) => text.startsWith('Giấy mời:'))).toHaveLength(1)
    await reader.tap('Tham dự')
  })

  test('a moved conference tells the invited by an announcement that a second person approves', async () => {
    const story = open()
    const { desk, staff, conferenceId } = story
    await desk.moveTo(office('2026-11-24T15:00'))
    const screen = `/conferences/${conferenceId}`
    const moved = await staff.editor.send(screen, `${screen}/moves`, {
      startsAt: '2026-11-27T07:30',
      answerBy: '2026-11-25T17:00',
      place: 'Nhà văn hóa trung tâm',
    })
    expect(moved.status, moved.words).toBe(303)
    const noticeId = moved.location.split('/').at(-1) ?? ''
    expect((await staff.editor.force(`/publications/${noticeId}/broadcasts`)).status).toBe(409)
    await approveAndRelease(story, noticeId)
    await broadcast(story, noticeId, fortyReporters.length)
    const [news] = (await story.phone(onTelegram[0]).received()).slice(-1)
    expect(news?.text).toContain('Nhà văn hóa trung tâm')
    const old = { conferenceId, state: 'cancelled', reason: 'moved' } as const
    expect(await desk.db.reminder.count({ where: old })).toBeGreaterThan(0)
  })

  test('the new deadline is reminded of, and those who answered since are left alone', async () => {
    const story = open()
    await story.phone(older[5]).tap('Không tham dự')
    await story.desk.moveTo(office('2026-11-24T17:00'))
    const [, again] = await fired(story)
    const owing = await invited(story, 'none', 'later')
    expect([again?.kind, sorted(again?.to)]).toEqual(['answer-by', sorted(owing)])
    expect(owing).not.toContain(older[5])
  })
}

/** The days after: the old times pass in silence, the new ones do not. */
export function laterRemindersChapter(open: () => Story): void {
  const kinds = async ({ desk }: Story) =>
    (await desk.db.broadcast.findMany({ where: { kind: 'reminder' }, orderBy: { createdAt: 'asc' } })).map(
      ({ reminderKind }) => reminderKind,
    )
  const comingTo = async ({ desk, conferenceId }: Story) => {
    const where = { conferenceId, answer: 'accepted', reporter: { state: 'active' } } as const
    const rows = await desk.db.invitation.findMany({ where, include: { reporter: true } })
    return rows.map(({ reporter }) => reporter.fullName).toSorted()
  }
  const lastReminded = async ({ desk }: Story) => {
    const last = await desk.db.broadcast.findFirstOrThrow({
      where: { kind: 'reminder' },
      include: { deliveries: { include: { reporter: true } } },
      orderBy: { createdAt: 'desc' },
    })
    return [last.reminderKind, last.deliveries.map(({ reporter }) => reporter.fullName).toSorted()]
  }
  const before = ['answer-by', 'answer-by']

  test('the moments of the old date pass without a word', async () => {
    const story = open()
    for (const moment of ['2026-11-25T18:00', '2026-11-26T06:30', '2026-11-26T07:29']) {
      await story.desk.moveTo(office(moment))
      expect(await kinds(story)).toEqual(before)
    }
  })

  test('a day before, exactly those are reminded who said they come and have not left', async () => {
    const story = open()
    await story.desk.moveTo(office('2026-11-26T07:30'))
    const coming = await comingTo(story)
    expect(await lastReminded(story)).toEqual(['day-before', coming])
    expect(coming).not.toContain(onTelegram[1])
    expect(coming).toContain(within48Hours[0])
  })

  test('two hours before would be in the quiet hours, so it is held until they end', async () => {
    const story = open()
    await story.desk.moveTo(office('2026-11-27T05:59'))
    expect(await kinds(story)).toEqual([...before, 'day-before'])
    await story.desk.moveTo(office('2026-11-27T06:00'))
    expect(await lastReminded(story)).toEqual(['two-hours-before', await comingTo(story)])
    await story.desk.moveTo(office('2026-11-27T09:00'))
    expect(await kinds(story)).toEqual([...before, 'day-before', 'two-hours-before'])
  })

  test('no reminder of the old date ever fired', async () => {
    const { desk, conferenceId } = open()
    const dueAt = { in: [office('2026-11-25T08:30'), office('2026-11-26T06:30')] }
    const rows = await desk.db.reminder.findMany({ where: { conferenceId, dueAt } })
    expect(rows.length).toBeGreaterThan(0)
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['cancelled']))
  })
}
