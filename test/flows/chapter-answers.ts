import { expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { older, onPage, onTelegram, within7Days, within48Hours } from './forty-reporters.ts'
import type { Story } from './story.ts'

/** Answers to the invitation, and the links of what was published. */
export function answersChapter(open: () => Story): void {
  const answerOf = async ({ desk, conferenceId, reporter }: Story, name: string) => {
    const key = { conferenceId, reporterId: reporter(name).id }
    const found = await desk.db.invitation.findUniqueOrThrow({ where: { conferenceId_reporterId: key } })
    return found.named === null ? found.answer : `${found.answer}: ${found.named}`
  }

  test('an invitation is accepted by tap and by typing, and each answer is confirmed', async () => {
    const story = open()
    await story.phone(within48Hours[0]).tap('Tham dự')
    await story.phone(onTelegram[0]).tap('Tham dự')
    await story.phone(within7Days[0]).text('C')
    await story.phone(older[0]).text('có dự')
    for (const name of [within48Hours[0], onTelegram[0], within7Days[0], older[0]]) {
      expect(await answerOf(story, name)).toBe('accepted')
      expect((await story.phone(name).received()).at(-1)?.text).toContain('Đã ghi nhận: anh/chị tham dự')
    }
  })

  test('an answer can be changed, by tap and by typing', async () => {
    const story = open()
    await story.phone(within48Hours[1]).tap('Tham dự')
    await story.phone(within48Hours[1]).text('không dự được')
    expect(await answerOf(story, within48Hours[1])).toBe('declined')
    await story.phone(onTelegram[1]).text('K')
    await story.phone(onTelegram[1]).tap('Tham dự')
    expect(await answerOf(story, onTelegram[1])).toBe('accepted')
  })

  test('one names others, one answers later, one answers on the signed page', async () => {
    const story = open()
    const naming = story.phone(within48Hours[2])
    await naming.tap('Cử người khác')
    await naming.text('Trần Văn Lực, quay phim; Lò Thị Mây, phóng viên')
    expect(await answerOf(story, within48Hours[2])).toBe('named: Trần Văn Lực, quay phim; Lò Thị Mây, phóng viên')
    await story.phone(onTelegram[2]).tap('Trả lời sau')
    expect(await answerOf(story, onTelegram[2])).toBe('later')
    const page = await story.reporter(onPage[0]).page()
    const action = `${page}/conferences/${story.conferenceId}/answers`
    const answered = await openBrowser(story.desk.address).send(page, action, { answer: 'accepted' })
    expect(answered.status, answered.words).toBe(303)
    expect(await answerOf(story, onPage[0])).toBe('accepted')
  })

  test('several links in one message are saved, and each is asked for its theme in turn', async () => {
    const { phone, desk } = open()
    const writer = phone(onTelegram[3])
    await writer.text(
      'Gửi anh chị 2 bài: https://baosongbang.example/mua-lu-2026.html?utm_source=zalo và https://baosongbang.example/hoc-ba-so.html',
    )
    expect((await writer.received()).at(-1)?.text).toContain('Đã lưu 2 đường dẫn')
    await writer.tap('1. Bảo đảm')
    await writer.text('3')
    const articles = await desk.db.article.findMany({ include: { theme: true }, orderBy: { canonicalUrl: 'desc' } })
    expect(articles.map(({ canonicalUrl, theme }) => [canonicalUrl, theme?.number])).toEqual([
      ['https://baosongbang.example/mua-lu-2026.html', 1],
      ['https://baosongbang.example/hoc-ba-so.html', 3],
    ])
  })

  test('a link that somebody sent already is said to be known and counted once', async () => {
    const { phone, desk } = open()
    await phone(older[1]).text('https://www.baosongbang.example/mua-lu-2026.html?fbclid=abc')
    expect((await phone(older[1]).received()).at(-1)?.text).toContain('Cơ quan đã có tin, bài này')
    expect([await desk.db.article.count(), await desk.db.articleSubmission.count()]).toEqual([2, 3])
  })

  test('links come from the signed page too, and the desk sees all of them', async () => {
    const { reporter, staff, desk } = open()
    const page = await reporter(onPage[1]).page()
    const text = 'https://caonguyenxanh.example/nuoc-sach.html'
    const sent = await openBrowser(desk.address).send(`${page}/links`, `${page}/links`, { text })
    expect(sent.status, sent.words).toBe(303)
    const { words } = await staff.editor.get('/articles')
    for (const address of ['mua-lu-2026', 'hoc-ba-so', 'nuoc-sach']) expect(words).toContain(address)
  })
}
