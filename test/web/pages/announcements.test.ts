import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, type TestConsole, testConsole } from '../console.ts'

let desk: TestConsole
let editor: Browser
beforeAll(async () => {
  desk = await testConsole()
  editor = await desk.signIn('editor')
})
afterAll(() => desk[Symbol.asyncDispose]())

const fields = { title: 'Mời dự khai mạc', text: 'Kính mời anh/chị dự lễ khai mạc.', audience: 'everyone' }
const kept = (title: string) =>
  desk.db.publication.findFirstOrThrow({ where: { title }, include: { attachments: { include: { file: true } } } })

test('a text and a file make an announcement in one step', async () => {
  const file = { name: 'Giấy mời.txt', bytes: Buffer.from('Chương trình buổi lễ') }
  expect((await editor.upload('/announcements', fields, file)).statusCode).toBe(303)
  const { attachments } = await kept(fields.title)
  expect(attachments.map(({ title, file }) => [title, file?.name])).toEqual([['Giấy mời.txt', 'Giấy mời.txt']])
})

test('a refused file is told, and costs none of what was written', async () => {
  const title = 'Thông báo có tệp hỏng'
  const answer = await editor.upload(
    '/announcements',
    { ...fields, title },
    { name: 'ảnh.png', bytes: Buffer.from('no') },
  )
  expect([answer.statusCode, answer.body.includes(fields.text)]).toEqual([422, true])
  expect((await kept(title)).attachments).toEqual([])
})

test('the kinds of outlet that were ticked are its audience', async () => {
  const title = 'Chỉ cho báo chí địa phương'
  const wish = { ...fields, title, audience: 'outlet-kinds', kinds: ['provincial-press', 'portal'] }
  expect((await editor.post('/announcements', wish)).statusCode).toBe(303)
  expect((await kept(title)).audience).toEqual({ kind: 'outlet-kinds', kinds: ['provincial-press', 'portal'] })
})
