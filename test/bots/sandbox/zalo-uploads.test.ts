import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ZaloStand, zaloStand } from '../zalo/stand.ts'
import { callZalo, csTo, refreshTokens, signIn } from './zalo-caller.ts'

let stand: ZaloStand
let token: Record<string, string>
beforeAll(async () => {
  stand = await zaloStand()
  token = await signIn(stand)
})
afterAll(() => stand[Symbol.asyncDispose]())

async function upload(kind: string, name: string, head: string, size = 100, field = 'file', more = {}) {
  const form = new FormData()
  form.set(field, new File([Buffer.from(head, 'latin1'), new Uint8Array(size - head.length)], name))
  for (const [key, value] of Object.entries(more)) form.set(key, String(value))
  const request = { method: 'POST', headers: token, body: form }
  const response = await fetch(`${stand.roots.api}/v2.0/oa/upload/${kind}`, request)
  return (await response.json()) as { error: number; data?: { token?: string; attachment_id?: string } }
}
const jpeg = '\u00ff\u00d8\u00ff'

test.each([
  ['a PDF', 'file', 'a.pdf', '%PDF', 5_000_000, 0],
  ['a Word document', 'file', 'a.docx', 'PK\u0003\u0004', 100, 0],
  ['an old Word document', 'file', 'a.doc', '\u00d0\u00cf\u0011\u00e0', 100, 0],
  ['a PDF that is none', 'file', 'a.pdf', 'MZ', 100, -201],
  ['a PDF without its extension', 'file', 'pdf', '%PDF', 100, -201],
  ['a PDF named as a document', 'file', 'a.docx', '%PDF', 100, -201],
  ['a spreadsheet', 'file', 'a.xlsx', 'PK\u0003\u0004', 100, -201],
  ['a table of values', 'file', 'a.csv', 'a,b', 3, -201],
  ['a PDF of over 5 MB', 'file', 'a.pdf', '%PDF', 5_000_001, -210],
  ['a JPEG of 1 MB', 'image', 'a.jpg', jpeg, 1_000_000, 0],
  ['a JPEG of over 1 MB', 'image', 'a.jpg', jpeg, 1_000_001, -210],
  ['a JPEG named as a PNG', 'image', 'a.png', jpeg, 100, -201],
  ['a WebP', 'image', 'a.webp', 'RIFF', 100, -201],
  ['a PDF as a picture', 'image', 'a.pdf', '%PDF', 100, -201],
  ['a picture as a file', 'file', 'a.jpg', jpeg, 100, -201],
  ['a GIF of over 5 MB', 'gif', 'a.gif', 'GIF8', 5_000_001, -210],
  ['a JPEG as a GIF', 'gif', 'a.gif', jpeg, 100, -201],
] as const)('an upload of %s to %s gets %5$i', async (_name, kind, file, head, size, error) => {
  expect((await upload(kind, file, head, size)).error).toBe(error)
})

test('an upload stands alone in the field "file"', async () => {
  expect((await upload('file', 'a.pdf', '%PDF', 100, 'document')).error).toBe(-201)
  expect((await upload('file', 'a.pdf', '%PDF', 100, 'file', { name: 'a' })).error).toBe(-201)
  expect((await callZalo(stand, 'POST', '/v2.0/oa/upload/file', {}, token)).body.error).toBe(-201)
})

test('a file and a picture are no substitutes for each other, and both are gone after a week', async () => {
  const { userId } = stand.person('an', 1)
  const { data: file } = await upload('file', 'a.pdf', '%PDF')
  const { data: picture } = await upload('image', 'a.jpg', jpeg)
  const send = async (message: object) =>
    (await callZalo(stand, 'POST', '/v3.0/oa/message/cs', csTo(userId, message), token)).body.error
  const asFile = (handle?: string) => ({ attachment: { type: 'file', payload: { token: handle } } })
  const asPicture = (attachment_id?: string, media_type = 'image') => ({
    attachment: {
      type: 'template',
      payload: { template_type: 'media', elements: [{ media_type, attachment_id, ...sizes[media_type] }] },
    },
  })
  expect(await send(asFile(file?.token))).toBe(0)
  expect(await send({ text: 'x', ...asFile(file?.token) })).toBe(-201)
  expect(await send(asPicture(picture?.attachment_id))).toBe(0)
  expect(await send(asFile(picture?.attachment_id))).toBe(-201)
  expect(await send(asPicture(file?.token))).toBe(-201)
  expect(await send(asPicture(picture?.attachment_id, 'gif'))).toBe(-201)
  await stand.control('/zalo/switches', { filePayloadKey: 'attachment_id' })
  expect(await send(asFile(file?.token))).toBe(-201)
  expect(await send({ attachment: { type: 'file', payload: { attachment_id: file?.token } } })).toBe(0)
  await stand.control('/zalo/switches', { filePayloadKey: 'token' })
  stand.clock.advance(6 * 86_400_000)
  await stand.do('an', 'last-interaction', { hoursAgo: 1 })
  await renew()
  expect(await send(asFile(file?.token))).toBe(0)
  stand.clock.advance(86_400_000)
  await renew()
  expect(await send(asFile(file?.token))).toBe(-100)
  expect(await send(asPicture(picture?.attachment_id))).toBe(-100)
})

const sizes: Readonly<Record<string, object>> = { gif: { width: 1, height: 1 } }

async function renew(): Promise<void> {
  const [account] = stand.frame.zalo.world.accounts.all()
  const { body } = await refreshTokens(stand, String(account?.refreshToken))
  token = { access_token: String(body.access_token) }
}

test('a month has so many uploads of each kind', async () => {
  stand.clock.advance(40 * 86_400_000)
  await renew()
  await stand.control('/zalo/switches', { uploadsPerMonth: 1, csvUpload: true })
  expect((await upload('file', 'a.csv', 'a,b', 3)).error).toBe(0)
  expect((await upload('file', 'a.pdf', '%PDF')).error).toBe(-211)
  expect((await upload('image', 'a.jpg', jpeg)).error).toBe(0)
  stand.clock.advance(31 * 86_400_000)
  await renew()
  expect((await upload('file', 'a.pdf', '%PDF')).error).toBe(0)
})
