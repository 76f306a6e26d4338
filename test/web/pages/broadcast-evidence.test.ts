import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src/platform/ids.ts'
import { type Browser, type TestConsole, testConsole } from '../console.ts'
import { sending } from '../sending.ts'

let desk: TestConsole
let editor: Browser
beforeAll(async () => {
  desk = await testConsole()
  editor = await desk.signIn('editor')
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('the reconciliation', () => {
  test('names each reason with its count, its list and its files, and adds up', async () => {
    const { broadcastId, ids } = await sending(desk, ['sent', 'failed', 'failed', 'skipped', 'unknown', 'planned'])
    await desk.db.delivery.update({ where: { id: ids[1] ?? '' }, data: { reason: 'blocked' } })
    const { body } = await editor.get(`/broadcasts/${broadcastId}`)
    const account = body.slice(body.indexOf('Đối soát'), body.indexOf('id="broadcast-lines"')).replaceAll('&amp;', '&')
    const words = account.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    expect(words).toContain('Còn 1 trên 6 người nhận chưa có kết quả')
    expect(words).toMatch(/Không gửi được 2 XLSX CSV (?:Không kết nối|Phóng viên đã chặn).* 1 XLSX CSV/)
    expect(account).toContain(`/broadcasts/${broadcastId}?state=failed&reason=blocked#lines`)
    expect(account).toContain(`/broadcasts/${broadcastId}/deliveries.xlsx?state=failed&reason=blocked`)
    const list = (await editor.get(`/broadcasts/${broadcastId}?state=failed&reason=blocked`)).body
    expect(list).toContain('Người 1')
    expect(list).not.toContain('Người 2')
  })

  test('says of a finished sending that nothing waits', async () => {
    const finished = { state: 'finished', finishedAt: desk.clock.now() }
    const { broadcastId } = await sending(desk, ['sent', 'failed'], finished)
    expect((await editor.get(`/broadcasts/${broadcastId}`)).body).toContain('Cả 2 người nhận đều đã có kết quả')
  })
})

describe('a list that is taken away', () => {
  test('is the same list in both forms, harmless in a spreadsheet, without number or address, and recorded', async () => {
    const { broadcastId, ids } = await sending(desk, ['sent', 'failed', 'unknown'])
    const failed = await desk.db.delivery.findUniqueOrThrow({ where: { id: ids[1] ?? '' } })
    const fullName = '=HYPERLINK("http://xau.example","Bấm")'
    const secrets = { phoneSealed: 'sealed-number', phoneHash: 'hash' }
    await desk.db.reporter.update({ where: { id: failed.reporterId }, data: { fullName, ...secrets } })
    await desk.db.delivery.update({
      where: { id: failed.id },
      data: { openedAt: desk.clock.now(), reasonDetail: 'E42' },
    })
    const csv = await editor.get(`/broadcasts/${broadcastId}/deliveries.csv?state=failed`)
    expect(csv.headers['content-disposition']).toBe('attachment; filename="so-gui-2026-11-23-failed.csv"')
    expect(csv.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const [head, line, ...rest] = csv.body.slice(1).trimEnd().split('\r\n')
    expect(head).toBe('Cơ quan báo chí,Phóng viên,Kênh,Cách gửi,Kết quả,Lý do,Lúc,Số lần gửi,Chi phí (đồng)')
    expect(line).toContain(`"'=HYPERLINK(""http://xau.example"",""Bấm"")",Zalo,tin nhắn đầy đủ,Không gửi được,`)
    expect(line).toContain('09:00 23/11/2026')
    expect(rest).toEqual([])
    const xlsx = await editor.get(`/broadcasts/${broadcastId}/deliveries.xlsx`)
    const text = zipText(xlsx.rawPayload)
    for (const words of ['Người 0', "'=HYPERLINK", 'Chưa rõ kết quả', 'Lý do']) expect(text).toContain(words)
    for (const body of [csv.body, text])
      for (const secret of ['sealed-number', '<f>', 'opened', 'E42']) expect(body).not.toContain(secret)
    const entries = await desk.db.auditEntry.findMany({
      where: { action: 'deliveries-exported', subject: `broadcast:${broadcastId}` },
      orderBy: { id: 'asc' },
    })
    expect(entries.map(({ actor, detail }) => [actor, detail])).toEqual([
      [`staff:${desk.staffIds.editor}`, { format: 'csv', state: 'failed', reason: null, people: 1 }],
      [`staff:${desk.staffIds.editor}`, { format: 'xlsx', state: null, reason: null, people: 3 }],
    ])
  })

  test('is nobody’s of another office, and a filter that is none of ours gives no longer list', async () => {
    const other = newId(desk.clock.now())
    const office = { id: other, name: 'Sở khác', shortName: 'SK', createdAt: desk.clock.now() }
    await desk.db.organisation.create({ data: office })
    const { broadcastId, ids } = await sending(desk, ['sent'])
    expect((await editor.get(`/broadcasts/${broadcastId}/deliveries.csv?state=everything`)).statusCode).toBe(400)
    await desk.db.broadcast.update({ where: { id: broadcastId }, data: { organisationId: other } })
    for (const url of [
      `/broadcasts/${broadcastId}/deliveries.csv`,
      `/broadcasts/${broadcastId}/deliveries.xlsx`,
      `/deliveries/${ids[0]}`,
    ])
      expect((await editor.get(url)).statusCode).toBe(404)
    expect(await desk.db.auditEntry.count({ where: { subject: `broadcast:${broadcastId}` } })).toBe(0)
  })
})

test('the story of a delivery tells each step with its evidence and who decided', async () => {
  const { ids } = await sending(desk, ['sent'])
  const [deliveryId = ''] = ids
  const trace = [{ method: 'message/cs', status: 504, code: 'timeout', durationMs: 30_012 }]
  const at = (minutes: number) => new Date(desk.clock.now().getTime() + minutes * 60_000)
  await desk.db.deliveryEvent.createMany({
    data: [
      { deliveryId, at: at(1), state: 'queued', attempt: 0 },
      { deliveryId, at: at(2), state: 'sending', attempt: 1 },
      { deliveryId, at: at(3), state: 'unknown', attempt: 1, reason: 'no-answer', trace },
      { deliveryId, at: at(9), state: 'sent', attempt: 1, by: `staff:${desk.staffIds.clerk}` },
    ],
  })
  const approver = await desk.signIn('approver')
  const { body } = await approver.get(`/deliveries/${deliveryId}`)
  const words = body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  for (const sentence of [
    'Đưa vào danh sách nhận của đợt gửi.',
    'Bắt đầu gửi. Qua Zalo. Lần gửi thứ 1.',
    'message/cs 504 timeout 30.012 ms',
    'Nền tảng không trả lời, chưa rõ phóng viên đã nhận hay chưa.',
    'Người quyết định: Phạm Thị Mơ.',
    'Mã tin tại nền tảng',
  ])
    expect(words).toContain(sentence)
})

test('all sendings stand in one list, by state', async () => {
  const stopped = { state: 'stopped', stateReason: 'paused', stateAt: desk.clock.now() }
  const { broadcastId } = await sending(desk, ['planned', 'sent'], stopped)
  const line = (body: string) => body.includes(`href="/broadcasts/${broadcastId}"`)
  expect(line((await editor.get('/broadcasts?state=stopped')).body)).toBe(true)
  expect(line((await editor.get('/broadcasts?state=finished')).body)).toBe(false)
  expect((await editor.get('/broadcasts')).body).toContain('1/2')
})

test('the audit is read by those who answer for the office, of one matter or of all', async () => {
  const { broadcastId } = await sending(desk, ['planned'])
  await editor.post(`/broadcasts/${broadcastId}/pauses`)
  expect((await editor.get('/audit')).statusCode).toBe(403)
  const administrator = await desk.signIn('administrator')
  for (const url of ['/audit', '/audit?noun=broadcast', `/audit?subject=broadcast:${broadcastId}`]) {
    const { body } = await administrator.get(url)
    expect(body).toContain('Tạm dừng đợt gửi')
    expect(body).toContain('Lê Thu Hà')
  }
  expect((await administrator.get('/audit?noun=file')).body).not.toContain('Tạm dừng đợt gửi')
})

/** The texts of all files in a zip, as far as they are deflated. */
function zipText(zip: Buffer): string {
  let text = ''
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let entry = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, name, extra, comment, at] = [
      zip.readUInt32LE(entry + 20),
      zip.readUInt16LE(entry + 28),
      zip.readUInt16LE(entry + 30),
      zip.readUInt16LE(entry + 32),
      zip.readUInt32LE(entry + 42),
    ]
    const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
    const bytes = zip.subarray(start, start + size)
    text += zip.readUInt16LE(entry + 10) === 8 ? inflateRawSync(bytes).toString() : bytes.toString()
    entry += 46 + name + extra + comment
  }
  return text
}
