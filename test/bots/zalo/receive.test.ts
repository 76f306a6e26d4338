import { expect, test } from 'vitest'
import { readZaloUpdate } from '../../../bots/zalo/receive.ts'

const from = { timestamp: '1793581200000', sender: { id: '84' }, recipient: { id: '42' } }
const attached = (payload: object) => ({ message: { msg_id: 'm', attachments: [{ type: 'x', payload }] } })

test.each([
  {
    name: 'text, composed',
    update: { ...from, event_name: 'user_send_text', message: { msg_id: 'm1', text: 'tham dự'.normalize('NFD') } },
    event: { kind: 'text', text: 'tham dự', links: [], messageId: 'm1' },
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
    event: { kind: 'text', text: '', links: [], messageId: 'm' },
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
    name: 'a shared contact, of whom nobody says whose it is',
    update: { ...from, event_name: 'user_submit_info', info: { name: 'Lê An', phone: '+84 912 345 678' } },
    event: { kind: 'phone', number: '84912345678', proven: false, displayName: 'Lê An' },
  },
  {
    name: 'a shared contact without a number that can be one',
    update: { ...from, event_name: 'user_submit_info', info: { name: '', phone: '113' } },
    event: { kind: 'wordless', what: 'contact' },
  },
  { name: 'a call', update: { ...from, event_name: 'user_call_oa' }, event: { kind: 'wordless', what: 'call' } },
  ...['gif', 'video', 'location', 'business_card'].map((what) => ({
    name: `a ${what}`,
    update: { ...from, event_name: `user_send_${what}` },
    event: { kind: 'wordless', what },
  })),
  {
    name: 'whoever came by the widget of a website',
    update: { timestamp: from.timestamp, event_name: 'widget_interaction_accepted', data: { user_id: '84' } },
    event: { kind: 'start' },
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
  { sender: { id: '84' }, recipient: { id: '42' } },
  { sender: { id: '42' }, recipient: { id: '84' } },
])('that a message arrived is read whoever is called its sender, and opens nothing', (sides) => {
  const update = { ...sides, timestamp: from.timestamp, event_name: 'user_received_message', message: { msg_id: 'm7' } }
  expect(readZaloUpdate(update, '42')).toEqual([
    { address: '84', at: new Date(1793581200000), interaction: false, kind: 'received', messageId: 'm7' },
  ])
})

test.each(['0912345678', '84912345678', '+84 912-345-678', '0084912345678', 84912345678])(
  'the number %s is read with its country code',
  (phone) => {
    const update = { ...from, event_name: 'user_submit_info', info: { phone } }
    expect(readZaloUpdate(update)).toMatchObject([{ kind: 'phone', number: '84912345678' }])
  },
)

test.each([
  'unfollow',
  'user_reacted_message',
  'update_user_info',
  'user_reply_consent',
  'change_template_status',
  'change_oa_daily_quota',
  'user_feedback',
  'add_user_to_tag',
  'user_send_group_text',
  'something_new',
])('%s is kept and answered by nobody', (event_name) => {
  expect(readZaloUpdate({ ...from, event_name, follower: { id: '84' } })).toEqual([])
})
