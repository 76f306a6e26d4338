import { afterEach, beforeEach, expect, test } from 'vitest'
import { accountWrites, chatIdOf, layPhones, oaId, type PhonesTable } from './phones-table.ts'

let table: PhonesTable
beforeEach(async () => {
  table = await layPhones()
})
afterEach(() => table.stop())

const file = (person: string, bytes: Uint8Array<ArrayBuffer>) => {
  const form = new FormData()
  form.set('person', person)
  form.set('do', 'file')
  form.set('file', new File([bytes], 'bài viết.pdf', { type: 'application/pdf' }))
  return form
}

test.each(['binh', 'an'])('%s sends a file and downloads it again byte for byte', async (person) => {
  const bytes = new Uint8Array(70_000).map((_, place) => place % 251)
  expect((await table.press('hands', file(person, bytes))).status).toBe(204)
  const page = await table.page()
  const link = /href="(phones\/file\?[^"]+)" download="bài viết.pdf"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
  const answer = await fetch(`${table.base}/${link}`)
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
})

test('a file over 5 MB is refused with a sentence', async () => {
  const answer = await table.press('hands', file('binh', new Uint8Array((5 << 20) + 1)))
  expect(answer.status).toBe(413)
  expect(await answer.json()).toEqual({ problem: expect.stringContaining('5 MB') })
})

test('a file is found only in the chat it was sent in', async () => {
  await table.press('hands', file('binh', new Uint8Array(10)))
  table.telegram.hands.start('nam')
  expect((await fetch(`${table.base}/phones/file?person=binh&message=2`)).status).toBe(200)
  expect((await fetch(`${table.base}/phones/file?person=nam&message=2`)).status).toBe(404)
  expect((await fetch(`${table.base}/phones/file?person=an&message=2`)).status).toBe(404)
})

test('only what really is a picture is shown as one', async () => {
  const userId = table.people.byId('an')?.userId ?? ''
  const sent = (name: string, bytes: Uint8Array) => {
    const handle = table.zalo.world.assets.keep(oaId, { kind: 'image', name, bytes })
    const shown = { name, sizeBytes: bytes.length, handle }
    const message = { from: 'oa', kind: 'image', text: '', buttons: [], file: shown } as const
    return table.zalo.world.chats.add({ oaId, userId }, message).id
  }
  const typeOf = async (id: string) =>
    (await fetch(`${table.base}/phones/file?person=an&message=${id}&look=1`)).headers.get('content-type')
  expect(await typeOf(sent('a.png', Buffer.from('\x89PNG\r\n', 'latin1')))).toBe('image/png')
  expect(await typeOf(sent('b.png', Buffer.from('<svg onload="x">')))).toBe('application/octet-stream')
})

test('jumping the clock leads a reporter out of the window of Zalo', async () => {
  await table.press('hands', { person: 'an', do: 'text', text: 'Chào Sở' })
  expect(await table.page()).toContain('trong 48 giờ')
  await table.press('clock', { move: 'window' })
  expect(table.clock.now().toISOString()).toBe('2026-11-10T05:00:00.000Z')
  expect(await table.page()).toContain('quá 7 ngày')
  await table.press('hands', { person: 'an', do: 'interaction 72' })
  expect(await table.page()).toContain('quá 48 giờ')
  await table.press('hands', { person: 'an', do: 'interaction never' })
  expect(await table.page()).toContain('Chưa từng nhắn')
})

test('the log of calls shows the newest first, with the code the platform answered', async () => {
  await table.bot('sendMessage', { chat_id: chatIdOf(table, 'binh'), text: 'a' })
  await table.bot('sendMessage', { chat_id: chatIdOf(table, 'nam'), text: 'b' }).catch(() => undefined)
  const page = await (await fetch(`${table.base}/phones/calls`)).text()
  const rows = page.match(/<tr><td>[\s\S]*?<\/tr>/g) ?? []
  expect(rows).toHaveLength(2)
  expect(rows[0]).toContain('Hồ Hải Nam')
  expect(rows[0]).toMatch(/result bad">40[03]</)
  expect(rows[1]).toContain('result good">200<')
})

test('what is impossible is refused without harm', async () => {
  for (const wish of ['fly', 'tap 99 x', 'constructor', 'file'])
    expect([400, 404, 409], wish).toContain((await table.press('hands', { person: 'binh', do: wish })).status)
  for (const wish of ['fly', 'tap x 0', 'interaction soon', 'text'])
    expect([400, 404, 409], wish).toContain((await table.press('hands', { person: 'an', do: wish })).status)
  expect((await table.press('hands', { person: 'nobody', do: 'start' })).status).toBe(409)
})

test('a chat of 300 messages is drawn in less than 50 ms', async () => {
  for (let count = 0; count < 300; count += 1) {
    table.telegram.hands.text('binh', { text: `Tin ${count} https://bao.example.vn/${count}` })
    accountWrites(table, 'an', `Tin ${count}`, 'Xem')
  }
  const times: number[] = []
  for (let round = 0; round < 8; round += 1) {
    // What it costs, not how long others kept the machine busy meanwhile.
    const before = process.cpuUsage()
    await table.page()
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  expect(Math.min(...times)).toBeLessThan(50)
})
