import { expect, test } from 'vitest'
import { costOf } from '../../src/domain/deliveries/ledger.repository.ts'
import { openBrowser } from './browser.ts'
import { auditCalls, recordedMessages } from './call-auditor.ts'
import { fortyReporters, older, onPage, onTelegram, within48Hours } from './forty-reporters.ts'
import { approveAndRelease, broadcast, type Story } from './story.ts'
import { until } from './until.ts'

const office = (moment: string) => new Date(`${moment}:00+07:00`)

/** Leaving, and the announcement that those who left do not get. */
export function leavingChapter(open: () => Story): void {
  test('/stop on Telegram and "dừng" on Zalo end all messages at once and are confirmed', async () => {
    const { desk, phone, reporter } = open()
    await desk.moveTo(office('2026-11-25T13:30'))
    await phone(onTelegram[1]).text('/stop')
    await phone(older[0]).text('dừng')
    for (const name of [onTelegram[1], older[0]]) {
      expect((await phone(name).received()).at(-1)?.text).toContain('đã ngừng gửi mọi tin nhắn cho anh/chị')
      const { state } = await desk.db.reporter.findUniqueOrThrow({ where: { id: reporter(name).id } })
      expect(state).toBe('stopped')
      expect(await desk.db.reminder.count({ where: { reporterId: reporter(name).id, state: 'scheduled' } })).toBe(0)
    }
  })

  test('an announcement with a file reaches the others, and skips those who left with the reason', async () => {
    const story = open()
    const { desk, staff, phone, files, reporter } = story
    const stopped = [onTelegram[1], older[0]]
    const counted = async (name: string) => (await phone(name).received()).length
    const before = await Promise.all(stopped.map(counted))
    const drafted = await staff.editor.send('/announcements/new', '/announcements', {
      title: 'Cảnh báo mưa lớn tại các huyện ven sông',
      text: 'Từ chiều 25/11, mực nước sông Bằng lên nhanh. Đề nghị thông tin kịp thời tới người dân.',
    })
    const id = /\/publications\/([\w-]+)\/edit/.exec(drafted.location)?.[1] ?? drafted.words
    const attachments = `/publications/${id}/attachments`
    const added = await staff.editor.send(`/publications/${id}/edit`, attachments, { title: 'Bản tin' }, files.plan)
    expect(added.status, added.words).toBe(303)
    await approveAndRelease(story, id)
    const sending = await broadcast(story, id, fortyReporters.length)

    const rows = await desk.db.delivery.findMany({ where: { broadcastId: sending.id } })
    const skipped = rows.filter(({ reason }) => reason === 'stopped').map(({ reporterId }) => reporterId)
    expect(skipped.toSorted()).toEqual(stopped.map((name) => reporter(name).id).toSorted())
    expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(35)
    expect(await Promise.all(stopped.map(counted))).toEqual(before)
    for (const name of [within48Hours[0], onTelegram[0]]) {
      const received = await phone(name).received()
      expect(received.filter(({ text }) => text.includes('mực nước sông Bằng'))).toHaveLength(1)
      const file = received.findLast((bubble) => bubble.file)
      if (!file) throw new Error(`${name} has no file`)
      expect((await phone(name).bytes(file)).equals(files.plan.bytes)).toBe(true)
    }
    const page = await fetch(`${desk.address}${await reporter(onPage[1]).page()}`)
    expect(await page.text()).toContain('mực nước sông Bằng')
  })

  test('the signed page ends all messages too, without any chat', async () => {
    const { desk, reporter } = open()
    const page = await reporter(onPage[1]).page()
    const stopped = await openBrowser(desk.address).send(`${page}/stop`, `${page}/stop`)
    expect(stopped.status, stopped.words).toBe(303)
    const { state } = await desk.db.reporter.findUniqueOrThrow({ where: { id: reporter(onPage[1]).id } })
    expect(state).toBe('stopped')
  })
}

/** What holds for the whole story, when it is over. */
export function accountChapter(open: () => Story): void {
  test('every sending adds up to its audience, and nothing is left on its way', async () => {
    const { desk } = open()
    await until(async () => (await desk.db.broadcast.count({ where: { state: 'sending' } })) === 0, 'the last sweep')
    const broadcasts = await desk.db.broadcast.findMany({ include: { deliveries: true } })
    expect(broadcasts.length).toBe(7)
    for (const { state, deliveries } of broadcasts) {
      expect(state).toBe('finished')
      expect(new Set(deliveries.map(({ reporterId }) => reporterId)).size).toBe(deliveries.length)
      const ended = deliveries.filter(({ state: each }) => ['sent', 'failed', 'skipped', 'unknown'].includes(each))
      expect(ended.length).toBe(deliveries.length)
    }
    const unhandled = await desk.db.inboxItem.findMany({ where: { state: { in: ['waiting', 'failed'] } } })
    expect(unhandled).toEqual([])
  })

  test('nobody received anything twice, and each message stands in exactly one row', async () => {
    const { desk } = open()
    const recorded = await recordedMessages(desk.db)
    expect(recorded.length).toBeGreaterThan(200)
    expect(auditCalls(recorded, await desk.sandbox.calls())).toEqual([])
  })

  test('the costs of all sendings are what the platform billed', async () => {
    const { desk } = open()
    const broadcasts = await desk.db.broadcast.findMany()
    const costs = await Promise.all(broadcasts.map(({ id }) => costOf(desk.db, id)))
    expect(costs.reduce((sum, cost) => sum + cost, 0)).toBe(await desk.sandbox.billedVnd())
  })

  test('the log names no reporter, no text and no token', () => {
    const log = open().desk.log()
    for (const secret of ['mực nước sông Bằng', 'Trần Văn Lực', 'flow-app-secret', 'flow-token-of-the-sandbox'])
      expect(log).not.toContain(secret)
  })
}
