import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStory, type Story } from './story.ts'

let story: Story
beforeAll(async () => {
  story = await openStory([])
}, 60_000)
afterAll(() => story?.desk[Symbol.asyncDispose]())

const paste = (text: string) => story.staff.editor.send('/letters/new', '/letters', { text })
const upload = (name: string, bytes: Uint8Array) =>
  story.staff.editor.send('/letters/new', '/letters', { text: '' }, { name, bytes })

/** How much of everything a letter could leave behind there is. */
async function traces() {
  const { db } = story.desk
  const counts = [
    db.letter.count(),
    db.publication.count(),
    db.file.count(),
    db.fileContent.count(),
    db.fileChunk.count(),
  ]
  return (await Promise.all(counts)).join(' ')
}

test('a letter without a recognisable theme becomes a draft that says so, and nothing of it is lost', async () => {
  const text = 'Kính gửi các cơ quan báo chí. Sở trân trọng cảm ơn sự phối hợp của quý cơ quan trong thời gian qua.'
  const drafted = await paste(text)
  expect(drafted.status, drafted.words).toBe(303)
  const { words } = await story.staff.editor.get(drafted.location)
  expect(words).toContain('Chưa nhận ra chuyên đề nào trong công văn')
  expect((await story.desk.db.letter.findFirstOrThrow()).sourceText).toContain('trân trọng cảm ơn')
})

test('a letter stamped secret is refused, neither stored nor logged, pasted or uploaded', async () => {
  const before = await traces()
  const text = 'TỐI MẬT\n\nSố: 12/KH-SBB\n\n1. Kế hoạch diễn tập Sao Khuya tại hang Kim Quy\n\n- Tập kết lúc nửa đêm.'
  for (const refused of [await paste(text), await upload('ke-hoach.txt', Buffer.from(text))]) {
    expect([refused.status, refused.words]).toEqual([422, expect.stringContaining('dấu chỉ độ mật')])
    expect(refused.words).not.toContain('Sao Khuya')
  }
  expect(await traces()).toBe(before)
  for (const word of ['Sao Khuya', 'Kim Quy', '12/KH-SBB']) expect(story.desk.log()).not.toContain(word)
  const [{ found } = { found: -1 }] = await story.desk.db.$queryRaw<{ found: number }[]>`
    SELECT count(*)::int AS found FROM "AuditEntry" WHERE detail::text LIKE '%Sao Khuya%'`
  expect(found).toBe(0)
})

test.each([
  ['empty', Buffer.alloc(0)],
  ['damaged', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(600, 7)])],
  ['no Word file at all', Buffer.from('Kính gửi các cơ quan báo chí')],
])('a DOCX that is %s is refused with a sentence', async (_how, bytes) => {
  const before = await traces()
  const { status, words } = await upload('cong-van.docx', bytes)
  expect(status).toBe(422)
  expect(words).toMatch(/Tệp Word|tệp Word|Chưa có nội dung|không có nội dung/)
  expect(await traces()).toBe(before)
})

test('a paste of 50,000 characters is taken or refused with a sentence, and never stops anything', async () => {
  const paragraph = 'Đề nghị các cơ quan báo chí thông tin kịp thời về công tác phòng chống thiên tai. '
  const text = `1. Phòng chống thiên tai\n\n- ${paragraph.repeat(620)}`.slice(0, 50_000)
  const { status, words, location } = await paste(text)
  if (status === 422) expect(words).toMatch(/quá dài/)
  else expect([status, location]).toEqual([303, expect.stringContaining('/publications/')])
  const endless = await paste(text.repeat(12))
  expect([endless.status, endless.words]).toEqual([422, expect.stringContaining('quá dài')])
})

test('a file over the limit, of a disguised type or of one not allowed is refused with a sentence', async () => {
  const drafted = await story.staff.editor.send('/announcements/new', '/announcements', {
    title: 'Thông báo thử tệp',
    text: 'Kèm tài liệu.',
  })
  const id = /\/publications\/([\w-]+)\/edit/.exec(drafted.location)?.[1] ?? ''
  const before = await traces()
  const add = (name: string, bytes: Uint8Array) =>
    story.staff.editor.send(
      `/publications/${id}/edit`,
      `/publications/${id}/attachments`,
      { title: 'Tệp' },
      { name, bytes },
    )
  const big = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(50 * 1_048_576, 1)])
  const refused = [
    [await add('qua-lon.pdf', big), 'vượt quá dung lượng cho phép (50 MB)'],
    [
      await add('hoa-trang.pdf', Buffer.from('MZ\u0090\u0000 this program cannot be run')),
      'không đúng với phần mở rộng',
    ],
    [await add('chuong-trinh.exe', Buffer.from('MZ\u0090\u0000 this program')), 'thuộc loại không được gửi'],
    [await add('rong.pdf', Buffer.alloc(0)), 'không có nội dung'],
  ] as const
  for (const [{ status, words }, sentence] of refused)
    expect([status, words]).toEqual([422, expect.stringContaining(sentence)])
  expect(await traces()).toBe(before)
})
