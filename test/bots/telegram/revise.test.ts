import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Revision } from '../../../src/channels/channel.ts'
import type { OutgoingMessage } from '../../../src/channels/outgoing-message.ts'
import { noon, startedReporter, startTelegram, type TelegramFixture } from '../sandbox/telegram-stand-in.ts'
import { carry, type House, openChannel, openHouse, sendAll, words } from './telegram-channel.ts'

let telegram: TelegramFixture
let house: House
let channel: Channel
let sua: { readonly id: string; readonly userId: string }

beforeEach(async () => {
  telegram = await startTelegram()
  house = openHouse(telegram)
  channel = await openChannel(telegram, house)
  sua = startedReporter(telegram)
})
afterEach(() => telegram.stop())

const bubble = (messageId = 2) =>
  telegram.telegram.readChat(sua.id).messages.find((message) => message.messageId === messageId)
const revise = (change: Revision, messageId = '2') => channel.revise?.(sua.userId, { messageId, sentAt: noon }, change)
const partOf = (message: OutgoingMessage) => {
  const [part] = channel.render(message)
  if (!part) throw new Error('nothing to send')
  return part
}
const invitation = (closed: boolean): OutgoingMessage => ({
  ...words('Trân trọng kính mời'),
  buttons: [
    { label: 'Tham dự', reference: 'ya.x', style: 'success', ...(closed ? { closed } : {}) },
    { label: 'Trang riêng', url: 'https://vd.example.vn/p/x' },
  ],
})
const hours = (count: number) => telegram.moveClock({ byMs: count * 3_600_000 })

describe('what was sent', () => {
  test('is replaced at any age, with the new text, its formatting and its buttons', async () => {
    await sendAll(channel, sua.userId, invitation(false))
    hours(24 * 400)
    const part = partOf({ ...words('Đã thu hồi <1>'), blocks: [{ kind: 'heading', text: 'Đã thu hồi <1>' }] })
    expect(await revise({ kind: 'replace', part })).toMatchObject({
      kind: 'revised',
      trace: { method: 'editMessageText' },
    })
    expect(bubble()).toMatchObject({ text: 'Đã thu hồi <1>', entities: [{ type: 'bold' }], buttons: [] })
    expect(await revise({ kind: 'replace', part })).toMatchObject({ kind: 'revised', trace: { status: 400 } })
  })

  test('keeps its text when its buttons are closed, and they can be opened again', async () => {
    await sendAll(channel, sua.userId, invitation(false))
    const closed = { kind: 'buttons', part: partOf(invitation(true)) } as const
    expect(await revise(closed)).toMatchObject({ kind: 'revised', trace: { method: 'editMessageReplyMarkup' } })
    expect(bubble()).toMatchObject({ text: 'Trân trọng kính mời', buttons: [[{ text: 'Tham dự', disabled: {} }, {}]] })
    expect(await revise(closed)).toMatchObject({ kind: 'revised' })
    await revise({ kind: 'buttons', part: partOf(invitation(false)) })
    expect(bubble()?.buttons[0]?.[0]).toMatchObject({ callback_data: 'ya.x' })
    await revise({ kind: 'buttons', part: partOf(words('x')) })
    expect(bubble()?.buttons).toEqual([])
  })

  test('disappears within 48 hours, and later not even a call is made', async () => {
    await sendAll(channel, sua.userId, { ...words('x'), files: [carry(house, 'a.pdf', Buffer.from('a'))] })
    hours(48)
    expect(await revise({ kind: 'delete' })).toMatchObject({ kind: 'revised', trace: { method: 'deleteMessage' } })
    expect(bubble()).toMatchObject({ deleted: true })
    expect(await revise({ kind: 'delete' })).toMatchObject({ kind: 'revised', trace: { status: 400 } })
    telegram.moveClock({ byMs: 1 })
    expect(await revise({ kind: 'delete' }, '3')).toMatchObject({ kind: 'cannot', code: 'too-old' })
    expect(telegram.calls.list({ method: 'deleteMessage' })).toHaveLength(2)
  })

  test('cannot become what it is not: a file has no text, a message that is gone stays gone', async () => {
    await sendAll(channel, sua.userId, { ...words('x'), files: [carry(house, 'a.pdf', Buffer.from('a'))] })
    const part = partOf(words('y'))
    const [, file] = channel.render({ ...words('x'), files: [carry(house, 'a.pdf', Buffer.from('a'))] })
    expect(await revise({ kind: 'replace', part }, '3')).toMatchObject({ kind: 'cannot', code: 'no-text' })
    expect(file && (await revise({ kind: 'replace', part: file }))).toMatchObject({ kind: 'cannot', code: 'no-text' })
    expect(await revise({ kind: 'replace', part }, '99')).toMatchObject({ kind: 'cannot', code: 'not-found' })
    expect(await revise({ kind: 'replace', part }, '1')).toMatchObject({ kind: 'cannot', code: 'not-editable' })
    for (const messageId of ['-', '3 4', ''])
      expect(await revise({ kind: 'delete' }, messageId)).toMatchObject({ kind: 'cannot', code: 'not-found' })
  })

  test('whatever stays in doubt is done again, and a person who left is left alone', async () => {
    await sendAll(channel, sua.userId, words('x'))
    const change = { kind: 'replace', part: partOf(words('y')) } as const
    for (const failure of [{ kind: 'drop-before' }, { kind: 'drop-after' }, { kind: 'html-502' }] as const) {
      telegram.faults.schedule({ channel: 'telegram', method: 'editMessageText', failure })
      expect(await revise(change)).toMatchObject({ kind: 'again' })
    }
    const body = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 9 } }
    telegram.faults.schedule({
      channel: 'telegram',
      method: 'editMessageText',
      failure: { kind: 'answer', status: 429, body },
    })
    expect(await revise(change)).toMatchObject({ kind: 'throttled', retryAfterMs: 9_000 })
    expect(await revise(change)).toMatchObject({ kind: 'revised' })
    telegram.telegram.hands.block(sua.id)
    expect(await revise(change)).toMatchObject({ kind: 'recipient-gone', code: 'blocked' })
  })
})
