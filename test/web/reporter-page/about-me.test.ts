import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src/platform/ids.ts'
import type { Browser } from '../console.ts'
import { type Sent, sentToReporters } from './sent-to-reporters.ts'

let sent: Sent
let base: string
let phone: Browser
beforeAll(async () => {
  sent = await sentToReporters()
  base = await sent.linkOf(sent.hoa)
  phone = sent.phone()
})
afterAll(() => sent[Symbol.asyncDispose]())

const stateOf = async () => (await sent.db.reporter.findUniqueOrThrow({ where: { id: sent.hoa } })).state

describe('The reporter’s own page', () => {
  test('asks consent when the desk handed the link out, but lets people read without it', async () => {
    const page = await phone.get(base)
    expect(page.body).toContain('Tôi đồng ý để Sở Thông tin tỉnh Thử Nghiệm')
    expect(page.body).toContain('Phòng cháy mùa khô')
    expect(await sent.db.consent.count()).toBe(0)
  })

  test('keeps the consent with its words, time and way, and does not ask again', async () => {
    const answer = await phone.post(`${base}/consents`, { shown: 'vi' })
    expect(answer.headers.location).toBe(`${base}?done=agreed`)
    const [consent, ...others] = await sent.db.consent.findMany()
    expect(others).toEqual([])
    expect(consent).toMatchObject({ reporterId: sent.hoa, contactId: null, purpose: 'bulletins', way: 'page' })
    expect(consent?.text).toContain('Tôi đồng ý để Sở Thông tin tỉnh Thử Nghiệm')
    expect(consent?.givenAt).toEqual(sent.clock.now())
    expect((await phone.get(base)).body).not.toContain('id="consent"')
    await phone.post(`${base}/consents`, { shown: 'vi' })
    expect(await sent.db.consent.count()).toBe(1)
  })

  test('does not ask people who came by a link in one of their chats', async () => {
    const url = sent.deps.pageLinks.make({ reporterId: sent.an, keyVersion: 1 }, sent.clock.now())
    expect((await sent.phone().get(new URL(url).pathname)).body).not.toContain('id="consent"')
  })

  test('shows all that is held, and only the end of a telephone number', async () => {
    await phone.post(`${base}/conferences/${sent.conferenceId}/answers`, { answer: 'accepted' })
    await phone.post(`${base}/links`, { text: 'https://baosongdong.example.com/bai-9' })
    const page = await phone.get(`${base}/me`)
    for (const words of ['Báo Sông Đồng', 'hoa@bao.example', '••• 678', 'Tôi đồng ý để', 'có tham dự', 'bai-9'])
      expect(page.body).toContain(words)
    expect(page.body).not.toContain('0912')
  })

  test('speaks English to whoever switches, from then on everywhere', async () => {
    await phone.get(`${base}/me`)
    const answer = await phone.post(`${base}/language`, { locale: 'en', back: '/me' })
    expect(answer.headers.location).toBe(`${base}/me`)
    for (const [path, words] of [
      ['', 'Supplied by Công an tỉnh Thử Nghiệm'],
      ['/links', 'Send in what you published'],
      ['/me', 'What is held about me'],
      ['/stop', 'Stop receiving?'],
      [`/conferences/${sent.conferenceId}`, 'Name someone else'],
    ] as const) {
      const page = await phone.get(`${base}${path}`)
      expect(page.body).toContain('<html lang="en">')
      expect(page.body).toContain(words)
    }
    const back = await phone.post(`${base}/language`, { locale: 'vi', back: '//evil.example' })
    expect(back.headers.location).toBe(base)
  })

  test('offers a chat only where one is open', async () => {
    expect((await phone.get(`${base}/me`)).body).not.toContain(`${base}/chat`)
    expect((await phone.get(`${base}/chat`)).statusCode).toBe(404)
  })
})

describe('Stopping on the page', () => {
  test('asks once before it happens', async () => {
    const page = await phone.get(`${base}/stop`)
    expect(page.body).toContain('Ngừng nhận nội dung?')
    expect(await stateOf()).toBe('active')
  })

  test('ends all messages at once, is confirmed, and what was sent can still be read', async () => {
    const at = sent.clock.now()
    const broadcast = {
      id: newId(at),
      organisationId: sent.organisationId,
      kind: 'publication',
      publicationId: sent.bulletinId,
      createdBy: 'editor',
    } as const
    const page = { surface: 'page', messageKind: 'page' }
    const waiting = { id: newId(at), reporterId: sent.hoa, ...page, state: 'planned', createdAt: at } as const
    await sent.db.broadcast.create({ data: { ...broadcast, createdAt: at, deliveries: { create: [waiting] } } })
    const answer = await phone.post(`${base}/stop`)
    const { body } = await phone.get(answer.headers.location ?? '')
    expect(body).toContain('Anh/chị đã ngừng nhận')
    expect(body).toContain('Muốn nhận lại')
    expect(await stateOf()).toBe('stopped')
    expect(await sent.db.delivery.findUnique({ where: { id: waiting.id } })).toMatchObject({ state: 'skipped' })
    expect(await sent.db.consent.count({ where: { withdrawnAt: null } })).toBe(0)
    expect((await phone.get(base)).body).toContain('Phòng cháy mùa khô')
  })

  test('is undone by agreeing again', async () => {
    await phone.get(`${base}/stop`)
    const answer = await phone.post(`${base}/consents`, { shown: 'vi' })
    expect(answer.headers.location).toBe(`${base}?done=returned`)
    expect(await stateOf()).toBe('active')
    expect(await sent.db.consent.count({ where: { withdrawnAt: null, way: 'page' } })).toBe(1)
  })
})
