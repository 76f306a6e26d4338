import { afterAll, beforeAll, expect, test } from 'vitest'
import { oaId, type ZaloStand, zaloStand } from '../zalo/stand.ts'
import { callZalo, signIn } from './zalo-caller.ts'

let stand: ZaloStand
let token: Record<string, string>
beforeAll(async () => {
  stand = await zaloStand()
  token = await signIn(stand)
})
afterAll(() => stand[Symbol.asyncDispose]())

const read = (path: string, data: unknown) =>
  callZalo(stand, 'GET', `${path}?data=${encodeURIComponent(JSON.stringify(data))}`, undefined, token)
const quota = (body: unknown) => callZalo(stand, 'POST', '/v3.0/oa/quota/message', body, token)

test('the chats can be read back, newest first, under the ids that the webhook told', async () => {
  const { userId } = stand.person('doc', 1)
  stand.clock.advance(1000)
  const { messageId: first } = await stand.do('doc', 'text', { text: 'Câu hỏi' })
  stand.clock.advance(1000)
  const { messageId: second } = await stand.do('doc', 'link', { url: 'https://bao.example.vn/1', text: 'Bài' })
  const answer = { recipient: { user_id: userId }, message: { text: 'Trả lời' } }
  const sent = await callZalo(stand, 'POST', '/v3.0/oa/message/cs', answer, token)
  const { body } = await read('/v2.0/oa/conversation', { user_id: userId, offset: 0, count: 10 })
  expect(body.data).toMatchObject([
    { src: 0, type: 'text', message: 'Trả lời', message_id: sent.body.data?.message_id, from_id: oaId, to_id: userId },
    { src: 1, type: 'link', message_id: second, links: [{ url: 'https://bao.example.vn/1' }] },
    { src: 1, type: 'text', message: 'Câu hỏi', message_id: first, time: stand.clock.now().getTime() - 1000 },
  ])
  const { body: page } = await read('/v2.0/oa/conversation', { user_id: userId, offset: 1, count: 1 })
  expect(page.data).toMatchObject([{ message_id: second }])
  stand.person('sau', 1)
  await stand.do('sau', 'text', { text: 'Người khác' })
  const { body: recent } = await read('/v2.0/oa/listrecentchat', { offset: 0, count: 10 })
  expect(recent.data).toMatchObject([{ message: 'Người khác' }, { message: 'Trả lời' }])
})

test.each([
  { shown: false, count: 1 },
  { shown: true, count: 2 },
])('what a hidden button posted stands in the conversation: $shown', async ({ shown, count }) => {
  await stand.control('/zalo/switches', { hiddenInConversation: shown })
  const { userId } = stand.person(`nut-${shown}`, 1)
  const payload = { buttons: [{ title: 'Mở', type: 'oa.query.hide', payload: 'p' }] }
  const message = { text: 'x', attachment: { type: 'template', payload } }
  const sent = await callZalo(stand, 'POST', '/v3.0/oa/message/cs', { recipient: { user_id: userId }, message }, token)
  await stand.do(`nut-${shown}`, 'tap', { messageId: sent.body.data?.message_id, button: 0 })
  const { body } = await read('/v2.0/oa/conversation', { user_id: userId, offset: 0, count: 10 })
  expect(body.data).toHaveLength(count)
  expect(await stand.chat(`nut-${shown}`)).toHaveLength(1)
})

test.each([
  { name: 'eleven messages at once', path: '/v2.0/oa/conversation', data: { user_id: '', count: 11, offset: 0 } },
  { name: 'the chat with nobody', path: '/v2.0/oa/conversation', data: { user_id: '1', count: 1, offset: 0 } },
  { name: 'eleven chats at once', path: '/v2.0/oa/listrecentchat', data: { count: 11, offset: 0 } },
  { name: 'a place before the first', path: '/v2.0/oa/listrecentchat', data: { count: 1, offset: -1 } },
  { name: 'fifty-one people at once', path: '/v3.0/oa/user/getlist', data: { count: 51, offset: 0 } },
  { name: 'people behind the last place', path: '/v3.0/oa/user/getlist', data: { count: 50, offset: 9952 } },
  {
    name: 'a period nobody knows',
    path: '/v3.0/oa/user/getlist',
    data: { count: 1, offset: 0, last_interaction_period: 'L5D' },
  },
  { name: 'a field nobody knows', path: '/v3.0/oa/user/detail', data: { user_id: '1', fields: 'all' } },
  { name: 'somebody without this app', path: '/v3.0/oa/user/detail', data: { user_id: '1' } },
])('asking for $name gets -201', async ({ path, data }) => {
  expect((await read(path, data)).body).toMatchObject({ error: -201 })
})

test('parameters that do not come as one JSON value get -201', async () => {
  for (const query of ['user_id=1', 'data=x', 'data=%7B%7D&more=1'])
    expect((await callZalo(stand, 'GET', `/v3.0/oa/user/detail?${query}`, undefined, token)).body.error).toBe(-201)
})

test('people are listed in pages, by their last interaction and by whether they follow', async () => {
  stand.person('hom-nay', 1)
  stand.person('tuan-truoc', 24 * 5)
  stand.person('thang-truoc', 24 * 20)
  await stand.do('hom-nay', 'follow')
  const total = async (more: object) => {
    const { body } = await read('/v3.0/oa/user/getlist', { offset: 0, count: 50, ...more })
    return body.data?.total
  }
  const everybody = stand.frame.people.all('zalo').length
  expect(await total({})).toBe(everybody)
  expect(await total({ is_follower: true })).toBe(1)
  expect(await total({ last_interaction_period: 'L7D' })).toBe(everybody - 1)
  expect(await total({ last_interaction_period: '2026_10_01:2026_10_20' })).toBe(1)
  const { body } = await read('/v3.0/oa/user/getlist', { offset: 1, count: 1 })
  expect(body.data).toMatchObject({ total: everybody, count: 1, offset: 1 })
})

test('the quota call tells the last interaction in milliseconds, as text', async () => {
  const { userId } = stand.person('han-muc', 30)
  const at = String(stand.clock.now().getTime() - 30 * 3_600_000)
  expect((await quota({ user_id: userId })).body.data).toMatchObject({ last_interaction: at, cs_reply: { total: 8 } })
  expect((await quota({ user_id: stand.person('chua-nhan').userId })).body.data).toMatchObject({
    last_interaction: '0',
  })
  expect((await quota({ user_id: '1' })).body.error).toBe(-201)
  expect((await quota({ quota_owner: 'OA', product_type: 'zns', quota_type: 'sub_quota' })).body.error).toBe(-201)
})

test('the account asks what the package still pays for', async () => {
  const asked = { quota_owner: 'OA', product_type: 'cs', quota_type: 'sub_quota' }
  expect((await quota(asked)).body.data).toEqual([])
  await stand.control('/zalo/switches', { packageQuota: true })
  expect((await quota(asked)).body.data).toMatchObject([{ total: 2000, remain: 2000, valid_through: '30/11/2026' }])
  await stand.control('/zalo/switches', { packageQuota: false })
})
