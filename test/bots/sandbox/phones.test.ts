import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { accountWrites, chatIdOf, layPhones, type PhonesTable } from './phones-table.ts'

let table: PhonesTable
beforeEach(async () => {
  table = await layPhones()
})
afterEach(() => table.stop())

const binh = () => chatIdOf(table, 'binh')
const yesKeyboard = { inline_keyboard: [[{ text: 'Tham dự', callback_data: 'yes', style: 'success' }]] }
const invite = () => table.bot('sendMessage', { chat_id: binh(), text: 'Giấy mời', reply_markup: yesKeyboard })

test('the page shows one phone of each channel with its chat, without any script', async () => {
  await table.bot('sendMessage', { chat_id: binh(), parse_mode: 'HTML', text: '<b>Bản tin</b> tháng 11' })
  accountWrites(table, 'an', 'Kính gửi anh/chị')
  const page = await table.page()
  expect(page).toContain('<b>Bản tin</b> tháng 11')
  expect(page).toContain('Kính gửi anh/chị')
  expect(page).toContain('Giao Ban Sông Lam')
  expect(page).toContain('Sở VHTT Sông Lam')
  expect(page).not.toMatch(/<script(?! type="module" src=)| on\w+="| style="/)
})

test('another person of the channel can be shown, and the page speaks English on request', async () => {
  const page = await table.page('?telegram=nam&zalo=nobody&lang=en')
  expect(page).toContain('Has not pressed Start')
  expect(page).toContain('<option value="nam" selected>')
  expect(page).toContain('<option value="an" selected>')
  expect(await table.page('', { 'accept-language': 'en-GB,en;q=0.9' })).toContain('Test phones')
  expect(await table.page('', { 'accept-language': 'fr' })).toContain('Điện thoại thử nghiệm')
})

test('what a bot or a person writes never becomes markup of the page', async () => {
  const hostile = '<img src=x onerror=alert(1)>"\'><script>alert(1)</script>'
  await table.bot('sendMessage', {
    chat_id: binh(),
    text: hostile,
    reply_markup: { inline_keyboard: [[{ text: hostile, callback_data: '"><i id=x>' }]] },
  })
  table.telegram.hands.file('binh', { name: `${hostile}.pdf`, bytes: Buffer.from('x') })
  accountWrites(table, 'an', hostile, hostile)
  await table.press('hands', { person: 'an', do: 'text', text: hostile })
  const page = await table.page()
  expect(page).not.toMatch(/<img src=x|<script>|<i id=x>/)
  expect(page).toContain('&lt;script&gt;')
})

test('the page forbids everything that is not its own, and is never framed', async () => {
  const { headers } = await fetch(table.base)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("frame-ancestors 'none'")
})

test('a tap on an inline button reaches the bot as a callback, and its answer shows on the phone', async () => {
  await table.bot('getUpdates', { offset: -1 })
  await invite()
  expect((await table.press('hands', { person: 'binh', do: 'tap 2 yes' })).status).toBe(204)
  const updates = (await table.bot('getUpdates', {})) as { callback_query?: { id: string; data: string } }[]
  const query = updates.at(-1)?.callback_query
  expect(query?.data).toBe('yes')
  expect(await table.page()).toContain('đang chờ bot trả lời')
  await table.bot('answerCallbackQuery', { callback_query_id: query?.id, text: 'Đã ghi nhận.' })
  expect(await table.page()).toMatch(/notice toast[^>]*>Đã ghi nhận\./)
})

test('a tap on a button of Zalo reaches the webhook as the words of the person', async () => {
  const id = accountWrites(table, 'an', 'Giấy mời', 'Tham dự #A7')
  expect((await table.press('hands', { person: 'an', do: `tap ${id} 0` })).status).toBe(204)
  await vi.waitFor(() => expect(table.told.at(-1)?.message?.text).toBe('Tham dự #A7'), { timeout: 3000 })
  expect(await table.page()).toContain('<div class="text">Tham dự #A7</div>')
})

test('Zalo: follow, chat now, sticker, block and unblock', async () => {
  for (const wish of ['follow', 'chatnow', 'sticker', 'block', 'unblock'])
    expect((await table.press('hands', { person: 'an', do: wish })).status, wish).toBe(204)
  const names = ['follow', 'user_click_chatnow', 'user_send_sticker', 'unfollow']
  await vi.waitFor(() => expect(table.told.map((event) => event.event_name).toSorted()).toEqual(names.toSorted()))
})

test('Telegram: Start with a code, sticker, block and unblock', async () => {
  await table.press('hands', { person: 'nam', do: 'start', parameter: 'mA7x' })
  for (const wish of ['sticker 👍', 'block']) await table.press('hands', { person: 'nam', do: wish })
  const page = await table.page('?telegram=nam')
  expect(page).toContain('/start</button> mA7x')
  expect(page).toContain('Bỏ chặn bot')
  expect((await table.press('hands', { person: 'nam', do: 'text', text: 'a' })).status).toBe(409)
  await table.press('hands', { person: 'nam', do: 'unblock' })
  expect((await table.press('hands', { person: 'nam', do: 'text', text: 'a' })).status).toBe(204)
})

test('Telegram: a closed button is dead, what was edited says so, what was deleted is gone', async () => {
  await table.bot('sendMessage', { chat_id: binh(), text: 'Bản tin cũ' })
  await table.bot('editMessageText', { chat_id: binh(), message_id: 2, text: 'Đã thu hồi' })
  await invite()
  const closed = { inline_keyboard: [[{ text: 'Đã đóng', disabled: {} }]] }
  await table.bot('editMessageReplyMarkup', { chat_id: binh(), message_id: 3, reply_markup: closed })
  await table.bot('sendMessage', { chat_id: binh(), text: 'Gửi nhầm' })
  await table.bot('deleteMessage', { chat_id: binh(), message_id: 4 })
  const page = await table.page()
  expect(page).toContain('<button class="key dead" type="button" disabled>Đã đóng</button>')
  expect(page).not.toMatch(/Bản tin cũ|Gửi nhầm|Tham dự/)
  expect(page.match(/<span>đã sửa<\/span>/g), 'a change of buttons leaves no mark').toHaveLength(1)
  expect((await table.press('hands', { person: 'binh', do: 'tap 3 yes' })).status).toBe(404)
})

test('Telegram: the own number is shared by the bot’s keyboard, a card of somebody else from the menu', async () => {
  const keyboard = [[{ text: 'Chia sẻ số', request_contact: true }], ['Thôi']]
  const lay = { chat_id: binh(), text: 'Số?', reply_markup: { keyboard, one_time_keyboard: true } }
  await table.bot('sendMessage', lay)
  expect(await table.page()).toMatch(/value="share"[^>]*>Chia sẻ số<.*value="say Thôi"[^>]*>Thôi</)
  await table.press('hands', { person: 'binh', do: 'share' })
  expect(await table.page()).not.toContain('value="share"')
  await table.press('hands', { person: 'binh', do: 'card' })
  const updates = (await table.bot('getUpdates', {})) as { message?: { contact?: { user_id: number } } }[]
  const owners = updates.flatMap(({ message }) => message?.contact?.user_id ?? [])
  expect(owners).toEqual([binh(), chatIdOf(table, 'nam')])
  await table.press('hands', { person: 'binh', do: 'delete-chat' })
  expect(await table.page()).toMatch(/value="start"/)
})

test('a form works without a script and leads back to where it stood', async () => {
  const headers = { accept: 'text/html', referer: `${table.base}?telegram=binh&front=zalo` }
  const answer = await table.press('hands', { person: 'binh', do: 'text', text: 'Xin\r\nchào' }, headers)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('../?telegram=binh&front=zalo')
  expect(await table.page('/?telegram=binh')).toContain('Xin\nchào')
})

test('no form of another site is obeyed', async () => {
  const wish = { person: 'binh', do: 'text', text: 'giả mạo' }
  const from = (headers: Record<string, string>) =>
    fetch(`${table.base}/phones/hands`, { method: 'POST', headers, body: new URLSearchParams(wish) })
  const host = new URL(table.base).origin
  for (const headers of [
    { origin: 'https://la.example' },
    { origin: 'null' },
    { origin: host, 'sec-fetch-site': 'cross-site' },
    { origin: host, 'sec-fetch-site': 'same-site' },
    { 'x-no-origin': 'at all' },
  ] as Record<string, string>[])
    expect((await from(headers)).status, JSON.stringify(headers)).toBe(403)
  expect((await table.press('clock', { move: 'day' }, { origin: 'http://127.0.0.1:1' })).status).toBe(403)
  expect(await table.page()).not.toContain('giả mạo')
})
