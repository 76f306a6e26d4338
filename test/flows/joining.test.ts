import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOutlet } from '../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../src/domain/reporters/add-reporter.ts'
import type { Phone } from './phones.ts'
import { strangerWithPhone } from './reporters.ts'
import { approveAndRelease, broadcast, openStory, type Story } from './story.ts'

const outletName = 'Báo Miền Ngược'
let story: Story
let outletId: string
beforeAll(async () => {
  story = await openStory([])
  const { deps, organisationId, staffIds } = story.desk
  const outlet = { organisationId, name: outletName, kind: 'provincial-press', by: staffIds.editor }
  outletId = await addOutlet(deps, outlet)
}, 60_000)
afterAll(() => story?.desk[Symbol.asyncDispose]())

async function onRoster(fullName: string, phone?: string): Promise<string> {
  const { deps, organisationId, staffIds } = story.desk
  const more = phone === undefined ? {} : { phone }
  return addReporter(deps, { organisationId, outletId, fullName, locale: 'vi', by: staffIds.editor, ...more })
}

/** The code as the desk reads it from its screen. */
async function codeFor(reporterId: string): Promise<string> {
  const screen = `/reporters/${reporterId}`
  const shown = await story.staff.editor.send(screen, `${screen}/registration-codes`)
  return /GB-[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(shown.words)?.[0] ?? shown.words
}

const consentsOf = (reporterId: string) => story.desk.db.consent.findMany({ where: { reporterId, withdrawnAt: null } })
const lastTo = async (phone: Phone) => (await phone.received()).at(-1)?.text ?? ''

test('a deep link on Telegram binds the chat after a yes, and the consent is kept with its text and time', async () => {
  const id = await onRoster('Phùng Thế Tài')
  const phone = await strangerWithPhone(story.desk, 'Phùng Thế Tài', 'telegram')
  const code = await codeFor(id)
  await phone.start(code)
  expect(await lastTo(phone)).toContain('xin phép gửi bản tin')
  expect(await consentsOf(id)).toEqual([])
  await phone.tap('Tôi đồng ý')
  expect(await lastTo(phone)).toContain('Đăng ký thành công. Chào anh/chị Phùng Thế Tài')
  const [consent, ...more] = await consentsOf(id)
  expect(more).toEqual([])
  expect(consent?.way).toBe('telegram:button')
  expect(consent?.text).toContain('Phùng Thế Tài, Báo Miền Ngược')
  expect(consent?.text).toContain('xin phép gửi bản tin')
  expect(consent?.givenAt.getTime()).toBeGreaterThan(0)
})

test('a code typed on Zalo binds the chat after a typed yes, and works only once', async () => {
  const id = await onRoster('Nông Thị Xuân')
  const phone = await strangerWithPhone(story.desk, 'Nông Thị Xuân', 'zalo')
  const code = await codeFor(id)
  await phone.text(code.toLowerCase())
  await phone.text('đồng ý')
  expect(await lastTo(phone)).toContain('Đăng ký thành công')
  expect((await consentsOf(id)).map(({ way }) => way)).toEqual(['zalo:typed'])
  const other = await strangerWithPhone(story.desk, 'Người Khác', 'zalo')
  await other.text(code)
  expect(await lastTo(other)).toContain('Mã đăng ký đã được sử dụng')
})

test('a no keeps nothing', async () => {
  const id = await onRoster('Hoàng Văn Thụ Em')
  const phone = await strangerWithPhone(story.desk, 'Hoàng Văn Thụ Em', 'zalo')
  await phone.text(await codeFor(id))
  await phone.text('không')
  expect(await lastTo(phone)).toContain('Anh/chị đã chọn không đăng ký')
  expect(await consentsOf(id)).toEqual([])
  expect(await story.desk.db.contact.count({ where: { reporterId: id } })).toBe(0)
})

test.each(['zalo', 'telegram'] as const)(
  'without a code the bot on %s asks name and outlet, and the desk approves',
  async (channel) => {
    const { desk, staff } = story
    const name = channel === 'zalo' ? 'Lộc Thị Hương' : 'Chu Văn Tấn Anh'
    const phone = await strangerWithPhone(desk, name, channel)
    if (channel === 'telegram') await phone.start()
    else await phone.text('xin chào')
    await phone.text(name)
    expect(await lastTo(phone)).toContain('tên cơ quan báo chí')
    await phone.text(outletName)
    await phone.tap('Tôi đồng ý')
    expect(await lastTo(phone)).toContain('Đã nhận đề nghị đăng ký')
    expect(await desk.db.reporter.count({ where: { fullName: name } })).toBe(0)

    const roster = await staff.editor.get('/roster')
    expect(roster.words).toContain(name)
    const [, decide = ''] = /action="(\/join-requests\/[\w-]+\/decisions)"/.exec(roster.text) ?? []
    const decided = await staff.editor.force(decide, { kind: 'new', outletId, fullName: name })
    expect(decided.status, decided.words).toBe(303)
    await desk.settled()
    expect(await lastTo(phone)).toContain(`Đăng ký thành công. Chào anh/chị ${name}`)
    const { id } = await desk.db.reporter.findFirstOrThrow({ where: { fullName: name } })
    expect((await consentsOf(id)).map(({ way }) => way)).toEqual([`${channel}:button`])
  },
)

test('those who joined are written to; a number that was only imported never is', async () => {
  const { desk, staff } = story
  await onRoster('Sùng A Pháo', '0912 345 678')
  const drafted = await staff.editor.send('/announcements/new', '/announcements', {
    title: 'Lịch họp báo tuần',
    text: 'Họp báo thường kỳ chiều thứ Năm.',
  })
  const id = /\/publications\/([\w-]+)\/edit/.exec(drafted.location)?.[1] ?? ''
  await approveAndRelease(story, id)
  const sending = await broadcast(story, id, 6)
  const where = { broadcastId: sending.id }
  const rows = await desk.db.delivery.findMany({ where, include: { reporter: true } })
  const told = rows.map(({ reporter, state, reason }) => `${reporter.fullName}: ${reason ?? state}`)
  expect(told.toSorted()).toEqual([
    'Chu Văn Tấn Anh: sent',
    'Hoàng Văn Thụ Em: no-address',
    'Lộc Thị Hương: sent',
    'Nông Thị Xuân: sent',
    'Phùng Thế Tài: sent',
    'Sùng A Pháo: no-address',
  ])
  expect(JSON.stringify(await desk.sandbox.calls())).not.toMatch(/0912|84912|912 ?345/)
})
