import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, type TestConsole, testConsole } from './console.ts'

let desk: TestConsole
let editor: Browser

beforeAll(async () => {
  desk = await testConsole()
  editor = await desk.signIn('editor')
})
afterAll(() => desk[Symbol.asyncDispose]())

const idIn = (location: unknown) => /publications\/([\w-]{36})/.exec(String(location))?.[1] ?? 'none'
const found = (id: string) => desk.db.publication.findUniqueOrThrow({ where: { id }, include: { attachments: true } })

test('text pasted with NUL characters is kept without them, from a form with and without a file', async () => {
  const typed = { title: 'Lịch\0 cắt điện', text: 'Từ 8 giờ\0 đến 11 giờ.' }
  const id = idIn((await editor.post('/announcements', typed)).headers.location)
  expect(await found(id)).toMatchObject({ title: 'Lịch cắt điện', text: 'Từ 8 giờ đến 11 giờ.' })
  await editor.upload(`/publications/${id}/attachments`, { title: 'Bản\0 đồ', supplier: 'Điện lực\0' })
  expect((await found(id)).attachments).toMatchObject([{ title: 'Bản đồ', supplier: 'Điện lực' }])
})

test('a percent sign followed by two zeros stays what it is', async () => {
  const id = idIn((await editor.post('/announcements', { title: 'Giảm %00', text: 'x' })).headers.location)
  expect((await found(id)).title).toBe('Giảm %00')
})

test('a long pasted letter is kept to its last letter, and a longer one is refused, never cut', async () => {
  const whole = await editor.upload('/letters', { text: `${'Một ý dài của chuyên đề. '.repeat(7_900)}HẾT` })
  const { letterId } = await found(idIn(whole.headers.location))
  const letter = await desk.db.letter.findUniqueOrThrow({ where: { id: letterId ?? '' } })
  expect(letter.sourceText.endsWith('HẾT')).toBe(true)
  const before = await desk.db.letter.count()
  const endless = await editor.upload('/letters', { text: 'ạ'.repeat(500_000) })
  expect([endless.statusCode, await desk.db.letter.count()]).toEqual([422, before])
  expect(endless.body).toContain('Công văn quá dài')
})

test('the longest text of a bulletin fits into its form', async () => {
  const text = 'ạ'.repeat(200_000)
  const id = idIn((await editor.post('/announcements', { title: 'Dài', text })).headers.location)
  expect((await found(id)).text.length).toBe(200_000)
})

test('a document is not described at the length of a book', async () => {
  const id = idIn((await editor.post('/announcements', { title: 'Sổ tay', text: 'x' })).headers.location)
  const answer = await editor.upload(`/publications/${id}/attachments`, { title: 'a', supplier: 'b'.repeat(301) })
  expect(answer.statusCode).toBe(422)
  expect((await found(id)).attachments).toEqual([])
})
