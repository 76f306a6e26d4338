import { expect, test } from 'vitest'
import { planBroadcast } from '../../src/domain/broadcasts/plan-broadcast.ts'
import { costOf } from '../../src/domain/deliveries/ledger.repository.ts'
import { auditCalls, recordedMessages } from './call-auditor.ts'
import { blockedKnown, blockedOnTelegram, blockedUnnoticed, fortyReporters } from './forty-reporters.ts'
import { broadcast, type Story } from './story.ts'

/** The plan, the sending, and a ledger that agrees with what the platforms saw and billed. */
export function sendingChapter(open: () => Story): void {
  test('the plan says who gets it how, who cannot and why, and what it costs', async () => {
    const { staff, bulletinId } = open()
    const { words } = await staff.editor.get(`/publications/${bulletinId}/plan`)
    expect(words).toMatch(/40 .*= 38 .*\+ 2 /)
    for (const [kind, count] of [
      ['Zalo tin thông báo theo mẫu', 18],
      ['Zalo tin nhắn đầy đủ, có tính phí', 4],
      ['Zalo tin nhắn đầu tiên', 2],
      ['Telegram tin nhắn đầy đủ', 7],
      ['Trang riêng chờ người nhận tự mở', 2],
    ] as const)
      expect(words.toLowerCase()).toContain(`${kind} ${count}`.toLowerCase())
    expect(words).toContain(blockedKnown)
    expect(words).toContain('Phóng viên đã chặn tài khoản gửi tin.')
  })

  test('sending makes one row per reporter, and the numbers add up to forty at every look', async () => {
    const story = open()
    const { id, looks } = await broadcast(story, story.bulletinId, fortyReporters.length)
    story.broadcastId = id
    expect(looks).toBeGreaterThan(2)
    const rows = await story.desk.db.delivery.findMany({ where: { broadcastId: id } })
    expect(new Set(rows.map(({ reporterId }) => reporterId)).size).toBe(40)
    const counted: Record<string, number> = {}
    for (const { surface, messageKind, state, reason } of rows) {
      const line = [state, surface, messageKind, reason].filter(Boolean).join(' ')
      counted[line] = (counted[line] ?? 0) + 1
    }
    expect(counted).toEqual({
      'sent zalo message': 4,
      'sent zalo charged-message': 4,
      'sent zalo notice': 18,
      'sent zalo introduction': 2,
      'sent telegram message': 7,
      'sent page page': 2,
      'failed zalo message blocked': 1,
      'skipped blocked': 2,
    })
    const reasons = await story.desk.db.delivery.findMany({ where: { reason: 'blocked' }, include: { reporter: true } })
    const names = [blockedKnown, blockedOnTelegram, blockedUnnoticed].toSorted()
    expect(reasons.map(({ reporter }) => reporter.fullName).toSorted()).toEqual(names)
  })

  test('the cost in the ledger is what the platform billed, and what the plan said', async () => {
    const { desk, broadcastId, bulletinId } = open()
    const cost = await costOf(desk.db, broadcastId)
    expect(cost).toBe(await desk.sandbox.billedVnd())
    const { costVnd } = await planBroadcast(desk.deps, {
      publicationId: bulletinId,
      organisationId: desk.organisationId,
    })
    expect(cost).toBe(costVnd)
    expect(cost).toBeGreaterThan(18 * 300)
  })

  test('the console shows the same numbers as an equation, on the screen and live', async () => {
    const { staff, broadcastId } = open()
    const screen = await staff.editor.get(`/broadcasts/${broadcastId}`)
    const live = await staff.editor.live(`/broadcasts/${broadcastId}/live`)
    const equation =
      /40 \S[^=]*= 0 [^+]*\+ 0 [^+]*\+ 0 [^+]*\+ 37 Đã gửi \+ 1 Không gửi được \+ 2 Không gửi \+ 0 Chưa rõ/
    expect(screen.words).toMatch(equation)
    expect(live).toMatch(equation)
  })

  test('every message in a chat stands in exactly one row, and every row is really there', async () => {
    const { desk } = open()
    expect(auditCalls(await recordedMessages(desk.db), await desk.sandbox.calls())).toEqual([])
  })
}
