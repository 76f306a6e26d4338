import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revokePageLinks } from '../../../src/domain/reporters/revoke-page-links.ts'
import { deliver, documentBytes, type Sent, sentToReporters } from './sent-to-reporters.ts'

let sent: Sent
beforeAll(async () => {
  sent = await sentToReporters()
})
afterAll(() => sent[Symbol.asyncDispose]())

const tokenFor = (reporterId: string, keyVersion = 1, expiresAt?: Date) =>
  new URL(sent.deps.pageLinks.make({ reporterId, keyVersion }, sent.clock.now(), '', expiresAt)).pathname

describe('A personal link', () => {
  test('opens what was sent to this reporter: issuer, number, themes with all their points, suppliers and files', async () => {
    const page = await sent.phone().get(await sent.linkOf(sent.hoa))
    expect(page.statusCode).toBe(200)
    for (const words of [
      'Vũ Thị Hoa',
      'Sở Thông tin tỉnh Thử Nghiệm',
      'Số 12/TB-STT, ngày 20/11/2026',
      'Kiểm tra đường điện ở chợ.',
      'Đăng ký qua cổng dịch vụ công.',
      'Công an tỉnh Thử Nghiệm',
      `/files/${sent.file.id}`,
      'Giao ban báo chí tháng 11',
    ])
      expect(page.body).toContain(words)
    expect(page.body).not.toContain('Bàn làm việc')
    expect(page.body).not.toContain('<script')
  })

  test('shows nothing that was sent to others only', async () => {
    const base = await sent.linkOf(sent.an)
    const page = await sent.phone().get(base)
    expect(page.body).not.toContain('Phòng cháy')
    expect((await sent.phone().get(`${base}/bulletins/${sent.bulletinId}`)).statusCode).toBe(404)
    expect((await sent.phone().get(`${base}/conferences/${sent.conferenceId}`)).statusCode).toBe(404)
  })

  test('never brings markup that somebody typed to life', async () => {
    const page = await sent.phone().get(await sent.linkOf(sent.hoa))
    expect(page.body).toContain('&lt;b&gt;luôn&lt;/b&gt;')
  })

  test('leaves no copy in caches, search engines or the next site visited', async () => {
    const page = await sent.phone().get(await sent.linkOf(sent.hoa))
    expect(page.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
  })

  test('does not record that somebody looked', async () => {
    const before = await sent.db.delivery.findMany()
    const entries = await sent.db.auditEntry.count()
    const base = tokenFor(sent.hoa)
    await sent.phone().get(base)
    await sent.phone().get(`${base}/bulletins/${sent.bulletinId}`)
    expect(await sent.db.delivery.findMany()).toEqual(before)
    expect(await sent.db.auditEntry.count()).toBe(entries)
  })

  test('that has expired says so in Vietnamese and names whom to ask, not whose it was', async () => {
    const page = await sent.phone().get(tokenFor(sent.hoa, 1, new Date(sent.clock.now().getTime() - 1_000)))
    expect(page.statusCode).toBe(410)
    expect(page.body).toContain('Đường dẫn này đã hết hạn')
    expect(page.body).toContain('0251 000 111')
    expect(page.body).not.toContain('Hoa')
    expect(page.body).not.toContain('/sign-in')
  })

  test('that was altered says so, whatever place of the page it leads to', async () => {
    const base = tokenFor(sent.hoa)
    const altered = `${base.slice(0, 10)}${base[10] === 'A' ? 'B' : 'A'}${base.slice(11)}`
    for (const address of [
      altered,
      `${altered}/me`,
      `${altered}/files/${sent.file.id}`,
      '/p/x',
      `${altered}/khong-co`,
    ]) {
      const page = await sent.phone().get(address)
      expect([address, page.statusCode]).toEqual([address, 403])
      expect(page.body).toContain('Đường dẫn này không đúng')
    }
    expect((await sent.phone().post(`${altered}/stop`)).statusCode).toBe(403)
  })

  test('that the desk withdrew opens nothing any more; a new one does', async () => {
    const old = await sent.linkOf(sent.an)
    await revokePageLinks(sent.deps, { organisationId: sent.organisationId, reporterId: sent.an, by: 'staff' })
    const page = await sent.phone().get(old)
    expect([page.statusCode, page.body.includes('không còn hiệu lực')]).toEqual([410, true])
    expect((await sent.phone().get(await sent.linkOf(sent.an))).statusCode).toBe(200)
  })

  test('lets no form through without the token of the page it came from', async () => {
    const base = tokenFor(sent.hoa)
    const posts = sent.server.routeList.filter(({ method, url }) => method === 'POST' && url.startsWith('/p/'))
    expect(posts.length).toBeGreaterThan(5)
    for (const { url } of posts) {
      const address = url.replace('/p/:token', base).replace(':id', sent.conferenceId)
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await sent.server.inject({ method: 'POST', url: address, headers, payload: 'a=b' })
      expect([url, answer.statusCode]).toEqual([url, 403])
    }
  })

  test('an address that does not exist stays on the page and never carries the token to the sign-in', async () => {
    const page = await sent.phone().get(`${tokenFor(sent.hoa)}/khong-co`)
    expect([page.statusCode, page.headers.location]).toEqual([404, undefined])
  })
})

describe('A file', () => {
  test('comes byte for byte under its Vietnamese name', async () => {
    const file = await sent.phone().get(`${tokenFor(sent.hoa)}/files/${sent.file.id}`)
    expect(file.statusCode).toBe(200)
    expect(file.rawPayload.equals(documentBytes)).toBe(true)
    expect(file.headers['content-type']).toBe('application/pdf')
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="De cuong tuyen truyen (so 3).pdf"; filename*=UTF-8''${encodeURIComponent('Đề cương tuyên truyền (số 3).pdf').replace('(', '%28').replace(')', '%29')}`,
    )
  })

  test('of a publication that was not sent to this reporter does not exist for them', async () => {
    expect((await sent.phone().get(`${await sent.linkOf(sent.an)}/files/${sent.file.id}`)).statusCode).toBe(404)
    await deliver(sent, { publicationId: sent.bulletinId, to: [sent.an], state: 'skipped' })
    expect((await sent.phone().get(`${await sent.linkOf(sent.an)}/files/${sent.file.id}`)).statusCode).toBe(404)
  })

  test('that is only stored at the desk does not exist for reporters', async () => {
    const { id, organisationId, createdAt, ...rest } = await sent.db.file.findFirstOrThrow()
    const other = '01930000-0000-7000-8000-00000000000f'
    await sent.db.file.create({ data: { ...rest, organisationId, createdAt, id: other } })
    expect(id).toBe(sent.file.id)
    expect((await sent.phone().get(`${tokenFor(sent.hoa)}/files/${other}`)).statusCode).toBe(404)
  })
})
