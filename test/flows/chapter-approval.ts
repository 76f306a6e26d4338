import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Story } from './story.ts'

const letter = await readFile(new URL('../../prisma/seed/letters/department-november.txt', import.meta.url), 'utf8')

/** From the pasted letter to the released bulletin. */
export function approvalChapter(open: () => Story): void {
  const stateOf = async ({ desk, bulletinId: id }: Story) =>
    (await desk.db.publication.findUniqueOrThrow({ where: { id } })).state

  test('a pasted letter becomes a draft with its four themes and who supplied what', async () => {
    const story = open()
    const { desk, staff } = story
    const drafted = await staff.editor.send('/letters/new', '/letters', { text: letter })
    story.bulletinId = /\/publications\/([\w-]+)\/edit/.exec(drafted.location)?.[1] ?? drafted.words
    const where = { publicationId: story.bulletinId }
    const themes = await desk.db.theme.findMany({ where, orderBy: { number: 'asc' } })
    expect(themes.map(({ title, points }) => [title.slice(0, 28), points.length])).toEqual([
      ['Bảo đảm an toàn trong mùa mư', 2],
      ['Tuần lễ Du lịch xanh Sông La', 2],
      ['Triển khai học bạ số tại các', 2],
      ['Đưa nước sạch về các xã vùng', 2],
    ])
    const suppliers = (await desk.db.attachment.findMany({ where })).map(({ supplier }) => supplier)
    expect(suppliers.toSorted()).toEqual([
      'Chi cục Thủy lợi tỉnh Sông Lam',
      'Trung tâm Nước sạch nông thôn tỉnh Sông Lam',
      'Trung tâm Xúc tiến Du lịch tỉnh Sông Lam',
    ])
  })

  test('the editor adds files to themes and to the whole, and a conference', async () => {
    const story = open()
    const { desk, staff, files } = story
    const publication = `/publications/${story.bulletinId}`
    const edit = `${publication}/edit`
    const named = await desk.db.attachment.findMany({
      where: { publicationId: story.bulletinId },
      include: { theme: true },
    })
    const of = (number: number) => named.find(({ theme }) => theme?.number === number)?.id ?? ''
    for (const [number, file] of [
      [1, files.handbook],
      [2, files.poster],
      [4, files.plan],
    ] as const) {
      const filled = await staff.editor.send(edit, `${publication}/attachments/${of(number)}/files`, {}, file)
      expect(filled.status, filled.words).toBe(303)
    }
    const whole = { title: 'Tập bản đồ', supplier: 'Ban Chỉ huy phòng thủ dân sự', themeId: '' }
    expect((await staff.editor.send(edit, `${publication}/attachments`, whole, files.atlas)).status).toBe(303)
    const added = await staff.editor.send(edit, `${publication}/conferences`, {
      kind: 'Giao ban báo chí',
      title: 'Giao ban báo chí tháng 11/2026',
      place: 'Hội trường tầng 2, trụ sở Sở',
      startsAt: '2026-11-26T08:30',
      answerBy: '2026-11-25T11:00',
      agenda: 'Đánh giá tháng 10; định hướng tháng 11.',
      contact: 'Chị Mơ, 0251 000 222',
    })
    expect(added.status, added.words).toBe(303)
    const where = { publicationId: story.bulletinId }
    story.conferenceId = (await desk.db.conference.findFirstOrThrow({ where })).id
  })

  test('whoever wrote it cannot approve it, and nobody sends what is not approved', async () => {
    const story = open()
    const { staff } = story
    const screen = `/publications/${story.bulletinId}`
    expect((await staff.editor.force(`${screen}/broadcasts`)).status).toBe(409)
    expect((await staff.editor.send(screen, `${screen}/submissions`)).status).toBe(303)
    const hash = /name="contentHash" value="(\w+)"/.exec((await staff.approver.get(screen)).text)?.[1] ?? ''
    const own = await staff.editor.force(`${screen}/approvals`, { contentHash: hash })
    expect(own.status).toBe(403)
    expect(await stateOf(story)).toBe('submitted')
    expect((await staff.approver.send(screen, `${screen}/approvals`)).status).toBe(303)
    expect(await stateOf(story)).toBe('approved')
    const early = await staff.editor.force(`${screen}/broadcasts`)
    expect([early.status, early.words]).toEqual([409, expect.stringContaining('Văn bản chưa phát hành')])
    expect(await story.desk.db.broadcast.count()).toBe(0)
  })

  test('a change after the approval voids it, and a second approval is needed', async () => {
    const story = open()
    const { desk, staff } = story
    const screen = `/publications/${story.bulletinId}`
    const content = { text: 'Ưu tiên đưa tin về an toàn mùa mưa lũ.' }
    const changed = await staff.editor.send(`${screen}/edit`, `${screen}/content`, content)
    expect(changed.status, changed.words).toBe(303)
    expect(await stateOf(story)).toBe('draft')
    const approvals = await desk.db.approval.findMany({ where: { publicationId: story.bulletinId } })
    expect(approvals.map(({ state }) => state)).toEqual(['voided'])
    await staff.editor.send(screen, `${screen}/submissions`)
    await staff.approver.send(screen, `${screen}/approvals`)
    expect(await stateOf(story)).toBe('approved')
  })

  test('number, date and signed PDF come after the approval and do not void it', async () => {
    const story = open()
    const { staff, files } = story
    const screen = `/publications/${story.bulletinId}`
    const number = { documentNumber: '386/SVHTT-BC', issuedOn: '2026-11-23' }
    const numbered = await staff.clerk.send(screen, `${screen}/numbers`, number, files.signed)
    expect(numbered.status, numbered.words).toBe(303)
    expect(await stateOf(story)).toBe('approved')
    const early = await staff.editor.force(`${screen}/broadcasts`)
    expect([early.status, await story.desk.db.broadcast.count()]).toEqual([409, 0])
    expect((await staff.clerk.send(screen, `${screen}/releases`)).status).toBe(303)
    expect(await stateOf(story)).toBe('released')
  })
}
