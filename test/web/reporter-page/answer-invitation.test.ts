import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Sent, sentToReporters } from './sent-to-reporters.ts'

let sent: Sent
let base: string
beforeAll(async () => {
  sent = await sentToReporters()
  base = await sent.linkOf(sent.hoa)
})
afterAll(() => sent[Symbol.asyncDispose]())

const answers = async () => {
  const where = { conferenceId_reporterId: { conferenceId: sent.conferenceId, reporterId: sent.hoa } }
  const { answer, named, answeredBy } = await sent.db.invitation.findUniqueOrThrow({ where })
  return { answer, named, answeredBy }
}

describe('An invitation on the page', () => {
  test('is accepted with one tap, and the answer stands there', async () => {
    const phone = sent.phone()
    await phone.get(base)
    const answer = await phone.post(`${base}/conferences/${sent.conferenceId}/answers`, { answer: 'accepted' })
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      `${base}/conferences/${sent.conferenceId}?done=accepted`,
    ])
    expect(await answers()).toEqual({ answer: 'accepted', named: null, answeredBy: 'page' })
    const page = await phone.get(answer.headers.location ?? '')
    expect(page.body).toContain('Đã ghi nhận: anh/chị có tham dự.')
    expect(page.body).toContain('<strong>có tham dự</strong>')
  })

  test('can be answered otherwise until the deadline; every answer is kept', async () => {
    const phone = sent.phone()
    await phone.get(base)
    const address = `${base}/conferences/${sent.conferenceId}/answers`
    await phone.post(address, { answer: 'declined' })
    await phone.post(address, { answer: 'named', named: '  Trần Bình,  quay phim ' })
    expect(await answers()).toMatchObject({ answer: 'named', named: 'Trần Bình, quay phim' })
    expect(await sent.db.rsvp.count()).toBe(3)
    expect((await phone.get(base)).body).toContain('cử người khác: Trần Bình, quay phim')
  })

  test('naming nobody is refused beside the field, with what was typed', async () => {
    const phone = sent.phone()
    await phone.get(base)
    const address = `${base}/conferences/${sent.conferenceId}/answers`
    const page = await phone.post(address, { answer: 'named', named: '"><i>?' })
    expect(page.statusCode).toBe(422)
    expect(page.body).toContain('Xin anh/chị cho biết họ tên người được cử.')
    expect(page.body).toContain('value="&quot;&gt;&lt;i&gt;?"')
  })

  test('comes as a calendar file with the office’s own time', async () => {
    const file = await sent.phone().get(`${base}/conferences/${sent.conferenceId}/calendar.ics`)
    expect(file.headers['content-type']).toBe('text/calendar; charset=utf-8')
    const lines = file.body.replaceAll('\r\n ', '').split('\r\n')
    expect(lines).toContain('DTSTART:20261127T013000Z')
    expect(lines).toContain('LOCATION:Hội trường A\\, 1 đường Thử Nghiệm')
    expect(lines.every((line) => !line.includes('\n'))).toBe(true)
    expect(file.body.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  })

  test('of somebody else cannot be answered', async () => {
    const phone = sent.phone()
    const other = await sent.linkOf(sent.an)
    await phone.get(other)
    const answer = await phone.post(`${other}/conferences/${sent.conferenceId}/answers`, { answer: 'accepted' })
    expect([answer.statusCode, answer.body.includes('không có trong danh sách mời')]).toEqual([404, true])
    expect(await sent.db.invitation.count()).toBe(1)
  })

  test('a form from another site changes nothing', async () => {
    const url = `${base}/conferences/${sent.conferenceId}/answers`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await sent.server.inject({ method: 'POST', url, headers, payload: 'answer=declined' })
    expect([answer.statusCode, answer.body.includes('hết hạn')]).toEqual([403, true])
    expect(await answers()).toMatchObject({ answer: 'named' })
  })

  test('is closed after the deadline: no buttons, and a late tap is told so', async () => {
    const phone = sent.phone()
    await phone.get(base)
    sent.clock.set(new Date('2026-11-25T10:00:01Z'))
    const late = await phone.post(`${base}/conferences/${sent.conferenceId}/answers`, { answer: 'accepted' })
    expect(late.statusCode).toBe(422)
    expect(late.body).toContain('Đã hết hạn trả lời (lúc 17:00 25/11/2026)')
    expect(await answers()).toMatchObject({ answer: 'named' })
    const page = await phone.get(base)
    expect(page.body).not.toContain('name="answer"')
    expect(page.body).toContain('Cần thay đổi, xin liên hệ: Chị Mơ, 0251 000 222')
  })
})
