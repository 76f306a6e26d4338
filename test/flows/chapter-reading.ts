import { expect, test } from 'vitest'
import {
  blockedUnnoticed,
  neverWrote,
  older,
  onPage,
  onTelegram,
  within7Days,
  within48Hours,
} from './forty-reporters.ts'
import type { Bubble } from './phones.ts'
import type { Story } from './story.ts'

const bulletinIn = (bubbles: readonly Bubble[]) =>
  bubbles.filter(({ text }) => text.includes('1. Bảo đảm an toàn trong mùa mưa lũ') && !text.includes('Nhận toàn'))
const invitationIn = (bubbles: readonly Bubble[]) => bubbles.filter(({ text }) => text.startsWith('Giấy mời:'))

/** What stands on the phones: one notice, one tap, the whole content once; themes and files. */
export function readingChapter(open: () => Story): void {
  test.each([...within48Hours, ...within7Days, ...onTelegram])(
    '%s, whom full messages reach, has the bulletin and the invitation once each',
    async (name) => {
      const received = await open().phone(name).received()
      expect(bulletinIn(received)).toHaveLength(1)
      expect(invitationIn(received)).toHaveLength(1)
      const [bulletin] = bulletinIn(received)
      expect(bulletin?.text).toContain('386/SVHTT-BC')
      expect(bulletin?.text).toMatch(/[Gg]õ 1–4/)
    },
  )

  test('a blocked reporter has nothing', async () => {
    expect(await open().phone(blockedUnnoticed).received()).toEqual([])
  })

  test('outside the window comes exactly one notice, the tap opens it, and the full content follows once', async () => {
    const story = open()
    for (const name of older) {
      const before = await story.phone(name).received()
      expect(before.map(({ kind }) => kind)).toEqual(['notice'])
    }
    const opening = older.slice(0, 10)
    for (const name of opening) await story.phone(name).openNotice()
    for (const name of opening) {
      const [, ...content] = await story.phone(name).received()
      expect(bulletinIn(content), name).toHaveLength(1)
      expect(invitationIn(content), name).toHaveLength(1)
    }
    const ledger = { broadcastId: story.broadcastId, openedAt: { not: null } }
    expect(await story.desk.db.delivery.count({ where: ledger })).toBe(opening.length)
  })

  test('whoever never wrote has one introduction, and any word of theirs brings the content', async () => {
    const phone = open().phone(neverWrote[0])
    const before = await phone.received()
    expect(before).toHaveLength(1)
    await phone.text('xem')
    const content = await phone.received(before[0]?.id)
    expect([bulletinIn(content).length, invitationIn(content).length]).toEqual([1, 1])
    await phone.text('cảm ơn')
    expect(bulletinIn(await phone.received())).toHaveLength(1)
  })

  test.each([within48Hours[0], onTelegram[0], older[0]])(
    '%s opens a theme by its button and by typing its number',
    async (name) => {
      const phone = open().phone(name)
      await phone.tap('1. Bảo đảm')
      const [byButton] = (await phone.received()).filter(({ text }) => text.includes('số điện thoại trực ban'))
      expect(byButton?.text).toContain('chuẩn bị lương thực')
      await phone.text('3')
      expect((await phone.received()).at(-1)?.text).toContain('học bạ số')
    },
  )

  test('on Telegram all files arrive byte for byte, and the second reader gets them by their file ids', async () => {
    const { phone, files, desk } = open()
    for (const name of onTelegram.slice(0, 2)) {
      await phone(name).tap('Nhận toàn bộ tài liệu')
      const got = (await phone(name).received()).filter(({ file }) => file)
      const wanted = [files.signed, files.handbook, files.poster, files.plan, files.atlas]
      for (const { name: fileName, bytes } of wanted) {
        const [bubble, ...more] = got.filter(({ file }) => file?.name === fileName)
        if (!bubble) throw new Error(`${name} has no ${fileName}`)
        expect((await phone(name).bytes(bubble)).equals(bytes), fileName).toBe(true)
        // The first theme's handbook came with the theme already.
        if (fileName !== files.handbook.name) expect(more).toEqual([])
      }
    }
    expect(await desk.db.fileHandle.count({ where: { accountId: desk.accounts.telegram } })).toBe(5)
  })

  test('on Zalo what it carries arrives byte for byte, and the big PDF as a signed link that gives its bytes', async () => {
    const { phone, files, desk } = open()
    const reader = phone(within48Hours[1])
    await reader.text('T')
    const got = await reader.received()
    for (const { name, bytes } of [files.handbook, files.plan, files.poster]) {
      const bubble = got.find(
        ({ file }) => file?.name === name || (name.endsWith('.png') && file?.name.endsWith('.png')),
      )
      if (!bubble) throw new Error(`no ${name} among ${got.map(({ file }) => file?.name).join(', ')}`)
      expect((await reader.bytes(bubble)).equals(bytes), name).toBe(true)
    }
    const link = got.flatMap(({ text }) => /Tập bản đồ điểm tránh trú\.pdf: (\S+)/.exec(text)?.[1] ?? [])[0]
    const answer = await fetch(link ?? '')
    expect(new URL(link ?? '').host).toBe(new URL(desk.address).host)
    expect(Buffer.from(await answer.arrayBuffer()).equals(files.atlas.bytes)).toBe(true)
  })

  test('on the signed page the bulletin, the invitation and every file are there without any chat', async () => {
    const { reporter, files, desk } = open()
    const page = await reporter(onPage[0]).page()
    const shown = await fetch(`${desk.address}${page}`)
    const text = await shown.text()
    expect(text).toContain('386/SVHTT-BC')
    expect(text).toContain('Đưa nước sạch về các xã vùng cao')
    expect(text).toContain('Giao ban báo chí tháng 11/2026')
    const links = [...new Set(text.match(/\/p\/[\w.-]+\/files\/[\w-]+/g))]
    const got = await Promise.all(
      links.map(async (link) => Buffer.from(await (await fetch(`${desk.address}${link}`)).arrayBuffer())),
    )
    for (const { name, bytes } of [files.handbook, files.poster, files.plan, files.atlas])
      expect(
        got.some((each) => each.equals(bytes)),
        name,
      ).toBe(true)
  })
}
