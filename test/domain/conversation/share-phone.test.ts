import { expect, test } from 'vitest'
import { handOverWaiting } from '../../../src/domain/inbox/keep-update.ts'
import { changePhone } from '../../../src/domain/reporters/change-phone.ts'
import { hashOldNumbers } from '../../../src/domain/reporters/hash-old-numbers.ts'
import { phoneBehind } from '../../../src/domain/reporters/phone-behind.ts'
import { readPhoneNumber } from '../../../src/domain/reporters/phone-number.ts'
import { withdrawPhone } from '../../../src/domain/reporters/withdraw-phone.ts'
import { seal } from '../../../src/platform/crypto.ts'
import { testDatabase } from '../../database.ts'
import { buttonFor, buttonsOf, type ChatRoom, chatRoom, wordsOf } from './chat-room.ts'
import { sendBulletin } from './sent-bulletin.ts'

const share = (room: ChatRoom, address: string, number: string, proven = true, on = room.telegram) =>
  room.happen(address, { kind: 'phone', number, proven }, { on })

const enter = (room: ChatRoom, reporterId: string, typed: string) =>
  changePhone(room.deps, { organisationId: room.organisationId, reporterId, typed, by: 'staff-editor' })

const hasPhoneButton = (messages: Parameters<typeof buttonsOf>[0]) => buttonsOf(messages).some((each) => 'ask' in each)

test.each([
  ['0912 345 678', '84912345678'],
  ['+84 (912) 345.678', '84912345678'],
  ['0084912345678', '84912345678'],
  ['912345678', '84912345678'],
  ['84912345678', '84912345678'],
  ['02003 812 345', '842003812345'],
  ['+1 202 555 0101', '12025550101'],
  ['gọi sau', undefined],
  ['12345', undefined],
  ['0912345678 / 0987', undefined],
])('a number is one number however it is typed: %s', (typed, number) => {
  expect(readPhoneNumber(typed)).toBe(number)
})

test('a number shared by its owner counts like a code when exactly one person of the roster has it', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addReporter('Lê Lan')
  await enter(room, lan, '0912 345 678')
  for (const name of ['Vũ Hà', 'Vũ Hà (Đài)']) await enter(room, await room.addReporter(name), '0987 654 321')
  await enter(room, await room.addReporter('Đỗ Ngừng', { state: 'stopped' }), '0911 111 111')

  const hello = await room.type('lan', 'xin chào')
  expect(hasPhoneButton(hello)).toBe(true)
  expect(hasPhoneButton(await room.type('lan', 'xin chào', { on: room.zalo }))).toBe(false)
  for (const [number, proven] of [
    ['84987654321', true],
    ['84911111111', true],
    ['84900000000', true],
  ] as const)
    expect(wordsOf(await share(room, 'ai', number, proven)), number).toContain('chưa khớp với đúng một người')
  expect(wordsOf(await share(room, 'ai', '84912345678', false))).toContain('không xác nhận được')
  expect(wordsOf(await share(room, 'ai', '84912345678', false, room.zalo))).toContain('không xác nhận được')
  expect(await room.db.contact.count({ where: { reporterId: { not: null } } })).toBe(0)

  const question = await share(room, 'lan', '84912345678')
  expect(wordsOf(question)).toMatch(/Lê Lan, Báo Núi[\s\S]*xin phép gửi/)
  expect(await room.db.contact.count({ where: { reporterId: lan } })).toBe(0)
  expect(wordsOf(await room.tap('lan', buttonFor(question, 'Tôi đồng ý')))).toContain('Đăng ký thành công')
  expect(await room.db.contact.findFirstOrThrow({ where: { reporterId: lan } })).toMatchObject({ address: 'lan' })
  // The number itself stays nowhere in plain words.
  expect(JSON.stringify(await room.db.inboxItem.findMany())).not.toContain('912345678')
})

test('notices go to a number only while its owner agrees, and what went there opens in their chat', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addMember('Lê Lan', 'lan', room.zalo)
  const on = { on: room.zalo }
  const { reporterId } = lan
  const address = `phone:${reporterId}`
  const behind = () => phoneBehind(room.deps, { accountId: room.zalo.accountId, address })
  await enter(room, reporterId, '0912 345 678')
  expect(await behind()).toBeUndefined()

  const question = await share(room, 'lan', '84912345678', false, room.zalo)
  expect(wordsOf(question)).toContain('tới số điện thoại của tôi (••• 678)')
  expect(wordsOf(await room.type('lan', 'không đồng ý', on))).toContain('không gửi tin nào tới số này')
  expect(wordsOf(await room.tap('lan', buttonFor(question, 'Tôi đồng ý'), on))).toContain('đã khép lại')
  expect(await behind()).toBeUndefined()

  await room.type('lan', '0912 345 678', on)
  expect(wordsOf(await room.type('lan', 'dong y', on))).toContain('tới số ••• 678')
  expect(await behind()).toBe('84912345678')
  const contact = await room.db.contact.findFirstOrThrow({ where: { address } })
  const consent = await room.db.consent.findFirstOrThrow({ where: { contactId: contact.id } })
  expect(consent).toMatchObject({ way: 'zalo:typed', text: expect.stringContaining('(••• 678)') })
  expect(wordsOf(await share(room, 'lan', '84912345678', false, room.zalo))).toContain('đã đồng ý nhận thông báo')

  const { deliveryIds } = await sendBulletin(room, [{ reporterId, contactId: contact.id }], { messageKind: 'notice' })
  const id = deliveryIds.get(reporterId) ?? ''
  const reference = room.deps.references.make(contact.id, { verb: 'open-notice', id })
  expect(wordsOf(await room.tap('lan', reference, on))).toContain('Nước sạch')
  expect((await room.db.delivery.findUniqueOrThrow({ where: { id } })).openedAt).not.toBeNull()

  const again = async () => {
    await share(room, 'lan', '84912345678', false, room.zalo)
    await room.type('lan', 'đồng ý', on)
    expect(await behind()).toBe('84912345678')
  }
  await enter(room, reporterId, '0912.345.678')
  expect(await behind()).toBe('84912345678')
  await enter(room, reporterId, '0987 654 321')
  expect(await behind()).toBeUndefined()
  await again()
  await withdrawPhone(room.deps, { reporterId })
  expect(await behind()).toBeUndefined()
  await again()
  await room.happen('lan', { kind: 'withdrawn' }, on)
  expect(await behind()).toBeUndefined()
  expect(await room.db.consent.count({ where: { withdrawnAt: null } })).toBe(0)
})

test('a stop ends notices to the number too, and a number nobody proved identifies nobody', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const { reporterId } = await room.addMember('Lê Lan', 'lan', room.zalo)
  await share(room, 'lan', '84912345678', false, room.zalo)
  await room.type('lan', 'ĐỒNG Ý', { on: room.zalo })
  expect(await room.db.reporter.findFirstOrThrow()).toMatchObject({ phoneHash: null, phoneConsentAt: room.clock.now() })
  expect(await hashOldNumbers(room.deps)).toBe(0)
  expect(wordsOf(await share(room, 'khac', '84912345678'))).toContain('chưa khớp')
  // What the desk entered before numbers had hashes is found by them afterwards.
  const old = await room.addReporter('Vũ Hà')
  const phoneSealed = seal(room.deps.keyring, 'phone', '0987 654 321')
  await room.db.reporter.update({ where: { id: old }, data: { phoneSealed } })
  expect(wordsOf(await share(room, 'ha', '84987654321'))).toContain('chưa khớp')
  expect(await hashOldNumbers(room.deps)).toBe(1)
  expect(wordsOf(await share(room, 'ha', '84987654321'))).toContain('Vũ Hà, Báo Núi')
  await room.type('lan', 'DỪNG', { on: room.zalo })
  const at = { accountId: room.zalo.accountId, address: `phone:${reporterId}` }
  expect(await phoneBehind(room.deps, at)).toBeUndefined()
  const lan = await room.db.reporter.findUniqueOrThrow({ where: { id: reporterId } })
  expect(lan).toMatchObject({ state: 'stopped', phoneConsentAt: null })
})

test('a number of another country is nobody else, and what belongs to two at the moment of the yes belongs to nobody', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  const lan = await room.addReporter('Lê Lan')
  await enter(room, lan, '0376 312 345')
  // Andorra's numbers are short enough to be taken for a Vietnamese one without its zero.
  expect(wordsOf(await share(room, 'xa', '376312345'))).toContain('chưa khớp')
  await enter(room, lan, '+376 312 345')
  expect(wordsOf(await share(room, 'la', '84376312345'))).toContain('chưa khớp')
  const question = await share(room, 'xa', '376312345')
  expect(wordsOf(question)).toContain('Lê Lan')
  await enter(room, await room.addReporter('Vũ Hà'), '+376312345')
  expect(wordsOf(await room.tap('xa', buttonFor(question, 'Tôi đồng ý')))).toContain('không còn trong danh sách')
  expect(await room.db.contact.count({ where: { reporterId: { not: null } } })).toBe(0)
})

test('a number stays in no stored update: typed, on the card of somebody else, or in one that could not be answered', async () => {
  await using database = await testDatabase()
  const room = await chatRoom(database)
  await room.addMember('Lê Lan', 'lan', room.zalo)
  await room.type('lan', '0912 345 678', { on: room.zalo })
  await room.type('ai', '0912345678')
  await room.happen('ai', { kind: 'wordless', what: 'contact', card: '84912345678' } as never)
  room.expectMistakes()
  const { say } = room.deps
  Object.assign(room.deps, { say: (locale: 'vi', key: string) => (/phone/.test(key) ? raise() : say(locale, key)) })
  await share(room, 'ai', '84912345678')
  for (let turn = 0; turn < 3; turn++) {
    room.clock.advance(20_000)
    await handOverWaiting(room.deps, { receivedBefore: room.clock.now() })
    await room.work()
  }
  const items = await room.db.inboxItem.findMany()
  expect(items.map(({ state }) => state).toSorted()).toEqual(['failed', 'handled', 'handled', 'handled'])
  expect(JSON.stringify(items)).not.toMatch(/912.?345.?678/)
})

const raise = (): never => {
  throw new Error('a mistake of ours')
}
