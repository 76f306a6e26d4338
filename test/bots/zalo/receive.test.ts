import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readZaloUpdate } from '../../../bots/zalo/receive.ts'

const from = { timestamp: '1793581200000', sender: { id: '84' }, recipient: { id: '42' } }
const attached = (payload: object) => ({ message: { msg_id: 'm', attachments: [{ type: 'x', payload }] } })

test.each([
  {
    name: 'text, composed',
    update: { ...from, event_name: 'user_send_text', message: { text: 'tham dự'.normalize('NFD') } },
    event: { kind: 'text', text: 'tham dự', links: [] },
  },
  {
    name: 'a link card beside its text',
    update: {
      ...from,
      event_name: 'user_send_link',
      message: { text: 'tin đã đăng', attachments: [{ payload: { url: 'https://bao.example.vn/tin' } }] },
    },
    event: { kind: 'text', text: 'tin đã đăng', links: ['https://bao.example.vn/tin'] },
  },
  {
    name: 'a link that leads to no page',
    update: { ...from, event_name: 'user_send_link', ...attached({ url: 'javascript:alert(1)' }) },
    event: { kind: 'text', text: '', links: [] },
  },
  {
    name: 'a file by its name',
    update: { ...from, event_name: 'user_send_file', ...attached({ url: 'https://f.zdn.vn/1', name: 'bài.docx' }) },
    event: { kind: 'file', name: 'bài.docx' },
  },
  {
    name: 'a picture by the end of its address',
    update: { ...from, event_name: 'user_send_image', ...attached({ url: 'https://f.zdn.vn/a/anh.jpg' }) },
    event: { kind: 'file', name: 'anh.jpg' },
  },
  {
    name: 'a sticker',
    update: { ...from, event_name: 'user_send_sticker' },
    event: { kind: 'wordless', what: 'sticker' },
  },
  { name: 'a voice', update: { ...from, event_name: 'user_send_audio' }, event: { kind: 'wordless', what: 'audio' } },
  {
    name: 'a shared contact',
    update: { timestamp: from.timestamp, event_name: 'user_submit_info', sender: { id: '84' }, user_id: '84' },
    event: { kind: 'wordless', what: 'contact' },
  },
  {
    name: 'a new follower',
    update: { timestamp: from.timestamp, event_name: 'follow', oa_id: '42', follower: { id: '84' } },
    event: { kind: 'start' },
  },
  {
    name: 'whoever pressed to chat',
    update: { timestamp: from.timestamp, event_name: 'user_click_chatnow', oa_id: '42', user_id: '84' },
    event: { kind: 'start' },
  },
])('$name is read and opens the window', ({ update, event }) => {
  expect(readZaloUpdate(update)).toEqual([{ address: '84', at: new Date(1793581200000), interaction: true, ...event }])
})

test('a withdrawn consent is read and opens nothing', () => {
  const update = { timestamp: from.timestamp, event_name: 'user_withdraw', user_id: '84' }
  expect(readZaloUpdate(update)).toMatchObject([{ address: '84', kind: 'withdrawn', interaction: false }])
})

test.each([
  'unfollow',
  'user_received_message',
  'user_reacted_message',
  'add_user_to_tag',
  'user_send_group_text',
  'something_new',
])('%s is kept and answered by nobody', (event_name) => {
  expect(readZaloUpdate({ ...from, event_name, follower: { id: '84' } })).toEqual([])
})

test('no junk makes it fall over', () => {
  const names = fc.constantFrom('user_send_text', 'user_send_link', 'user_send_file', 'follow', 'x')
  const junk = fc.record(
    {
      event_name: names,
      timestamp: fc.anything(),
      sender: fc.anything(),
      message: fc.anything(),
      follower: fc.anything(),
    },
    { requiredKeys: [] },
  )
  fc.assert(fc.property(fc.oneof(junk, fc.anything()), (update) => Array.isArray(readZaloUpdate(update))))
})
