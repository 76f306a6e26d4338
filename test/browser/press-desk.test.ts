import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest'
import { browserRuns, type Chromium, openChromium } from './chromium.ts'
import { type DemoHouse, openDemoHouse } from './demo-house.ts'
import { type DeskHands, deskHands, documentOnDesk, officeMoment } from './desk-hands.ts'
import { letter } from './letter.ts'
import { download, phoneHands } from './phone-hands.ts'
import { desktop, keepPictures, phone } from './screenshots.ts'

const notRun = 'NOT RUN: the press desk in a real browser (the Chromium that npm brings exists for Linux x64 only)'
if (!browserRuns) process.stderr.write(`${notRun}\n`)
test.runIf(!browserRuns)(notRun, () => {})

describe.runIf(browserRuns)('the press desk in a real browser', { timeout: 90_000 }, () => {
  let house: DemoHouse
  let chromium: Chromium
  let editor: DeskHands
  let approver: DeskHands
  let clerk: DeskHands
  let phones: Page
  let broken = false
  const handbook = documentOnDesk('so-tay-an-toan-mua-lu.pdf')
  const programme = documentOnDesk('lich-tuan-du-lich.pdf')

  beforeAll(async () => {
    ;[house, chromium] = await Promise.all([openDemoHouse(), openChromium()])
    editor = deskHands(await chromium.openWindow('editor', { viewport: desktop }))
    approver = deskHands(await chromium.openWindow('approver', { viewport: phone }))
    clerk = deskHands(await chromium.openWindow('clerk', { viewport: desktop }))
  }, 120_000)
  afterAll(async () => {
    await chromium?.close()
    await house?.stop()
  }, 60_000)
  // Each of these goes on where the one before ended.
  beforeEach(({ skip }) => {
    if (broken) skip()
    onTestFailed(() => {
      broken = true
    })
  })

  test('a pasted letter becomes a draft that the editor corrects beside the original', async () => {
    await editor.page.goto(house.address)
    await keepPictures(editor.page, '01-sign-in')
    await editor.signInAs(house.address, 'Lê Thu Hiền')
    await keepPictures(editor.page, '02-desk')
    await editor.follow('Bản tin, thông báo')
    await editor.follow('Soạn từ công văn')
    await editor.type('Nội dung công văn', letter)
    await keepPictures(editor.page, '03-letter')
    await editor.press('Đọc công văn')
    await editor.reads('Công văn gốc')
    const second = editor.page.getByRole('group', { name: 'Nội dung 2' })
    expect(await second.getByLabel('Tên nội dung').inputValue()).toBe('Lễ hội đua thuyền trên sông lam')
    await second.getByLabel('Tên nội dung').fill('Lễ hội đua thuyền trên sông Lam')
    await editor.press('Lưu nội dung')
    await editor.sees('Đã lưu.')
    await keepPictures(editor.page, '04-edit')
  })

  test('the editor adds a document to a theme and a conference, and submits', async () => {
    const { path } = await programme
    await editor.unfold('Thêm tài liệu')
    await editor.page.getByLabel('Thuộc').selectOption({ label: '2. Lễ hội đua thuyền trên sông Lam' })
    await editor.page.locator('#document-file').setInputFiles(path)
    await editor.press('Thêm tài liệu này')
    await editor.link('lich-tuan-du-lich').waitFor()
    await editor.unfold('Thêm giao ban')
    await editor.type('Địa điểm', 'Phòng họp số 2, trụ sở Sở')
    await editor.page.getByRole('textbox', { name: 'Tên', exact: true }).fill('Giao ban báo chí tháng 12')
    await editor.type('Thời gian', officeMoment(8, '14:00'))
    await editor.type('Trả lời trước', officeMoment(6, '17:00'))
    await editor.type('Nội dung làm việc', 'Trao đổi các nội dung trong bản tin.')
    await editor.press('Thêm giao ban, họp báo')
    await editor.sees('Đã thêm buổi làm việc.')
    await keepPictures(editor.page, '06-edit-done')
    await editor.follow('Xong, xem lại toàn văn')
    await keepPictures(editor.page, '07-publication')
    await editor.press('Trình duyệt')
    await editor.sees('Đã trình duyệt.')
  })

  test('the approver reads it on a phone and returns it with a note', async () => {
    await approver.page.goto(house.address)
    await approver.type('Thư điện tử', 'lanhdao@demo.giaoban.test')
    await approver.type('Mật khẩu', 'giaoban-demo-2026')
    await approver.page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await approver.follow('Xem và duyệt')
    await approver.reads('Đọc sách cùng con')
    await keepPictures(approver.page, '08-approver')
    await approver.unfold('Trả lại')
    await approver.type('Lý do trả lại', 'Nêu rõ giờ mở cửa của thư viện.')
    await approver.press('Trả lại người soạn')
    await approver.sees('Đã trả lại người soạn.')
  })

  test('the editor reads the note, corrects and submits again; the approver approves', async () => {
    await editor.follow('Bàn làm việc')
    await editor.follow(/Soạn tiếp.*tháng 12/s)
    await editor.sees('Nêu rõ giờ mở cửa của thư viện.')
    await keepPictures(editor.page, '10-returned')
    await editor.follow('Sửa nội dung')
    const third = editor.page.getByRole('group', { name: 'Nội dung 3' })
    await third.getByLabel('Các ý').fill('Mở cửa đến 20 giờ các ngày trong tuần.')
    await editor.press('Lưu nội dung')
    await editor.sees('Đã lưu.')
    await editor.follow('Xong, xem lại toàn văn')
    await editor.press('Trình duyệt')
    await editor.sees('Đã trình duyệt.')
    await approver.follow('Bàn làm việc')
    await approver.follow('Xem và duyệt')
    await approver.sees('Mở cửa đến 20 giờ các ngày trong tuần.')
    await approver.press('Phê duyệt đúng nội dung này')
    await approver.sees('Đã phê duyệt.')
  })

  test('the clerk gives it number, date and the signed PDF, and releases it', async () => {
    await clerk.signInAs(house.address, 'Phạm Minh Châu')
    await clerk.follow('Cấp số, phát hành')
    await clerk.type('Số, ký hiệu', '412/SVHTT-BC')
    await clerk.page.getByLabel('Bản đã ký').setInputFiles((await handbook).path)
    await keepPictures(clerk.page, '12-clerk')
    await clerk.press('Ghi số, ngày')
    await clerk.sees('Đã ghi số, ngày.')
    await clerk.page.getByRole('button', { name: 'Phát hành', exact: true }).click()
    await clerk.sees('Đã phát hành.')
  })

  test('the editor looks at the plan and sends; the numbers move by themselves and add up', async () => {
    await editor.follow('Bàn làm việc')
    await editor.follow(/Gửi đi.*tháng 12/s)
    await editor.follow('Xem kế hoạch gửi')
    await editor.sees('Tổng chi phí dự kiến')
    await keepPictures(editor.page, '14-plan')
    await editor.press(/^Gửi đến \d+ người$/)
    await editor.page.waitForURL(/\/broadcasts\//)
    await editor.page.evaluate('window.neverReloaded = true')
    await editor.page.locator('.progress-line .number', { hasText: '14/14' }).waitFor()
    expect(await editor.page.evaluate('window.neverReloaded')).toBe(true)
    const [audience, ...states] = (await editor.page.locator('.ledger .term b').allInnerTexts()).map(Number)
    expect(states.reduce((sum, count) => sum + count, 0)).toBe(audience)
    await keepPictures(editor.page, '15-broadcast')
  })

  test('on Zalo a reporter taps the notice, opens a theme, takes its file, accepts and changes the answer', async () => {
    const opened = editor.page.context().waitForEvent('page')
    await editor.follow('Điện thoại thử')
    phones = await opened
    await phones.setViewportSize({ width: 1280, height: 1000 })
    const zalo = phoneHands(phones, 'zalo')
    await keepPictures(phones, '16-phones')
    await zalo.tap('Xem toàn văn')
    await zalo.tap('2. Lễ hội đua thuyền trên sông Lam')
    await zalo.reads('Hướng dẫn an toàn cho đội thuyền và người xem.')
    expect(await zalo.takeFile('lich-tuan-du-lich.pdf')).toEqual((await programme).bytes)
    await zalo.tap(/^Tham dự/)
    await zalo.reads('Đã ghi nhận: anh/chị tham dự «Giao ban báo chí tháng 12».')
    await zalo.tap('Không tham dự')
    await zalo.reads('Đã ghi nhận: anh/chị không tham dự «Giao ban báo chí tháng 12».')
    await keepPictures(phones, '17-phones-answered')
    await editor.follow('Giao ban, họp báo')
    await editor.follow('Giao ban báo chí tháng 12')
    await editor.sees('Nguyễn Hoài An')
    await keepPictures(editor.page, '18-conference')
  })

  test('on Telegram a reporter pastes a link and says its theme; the desk sees it without reloading', async () => {
    await editor.follow('Tin, bài đã đăng')
    await editor.sees('Chưa có tin, bài nào được gửi về.')
    await editor.page.evaluate('window.neverReloaded = true')
    const telegram = phoneHands(phones, 'telegram')
    await telegram.write('Em gửi bài https://tiengnoixanh.example/van-hoa/dua-thuyen.html ạ')
    await telegram.reads('Tin, bài này thuộc chuyên đề nào?')
    await telegram.tap(/^2\. Lễ hội/)
    await editor.link('tiengnoixanh.example/van-hoa/dua-thuyen.html').waitFor()
    await editor.page.locator('.counts li', { hasText: '2. Lễ hội đua thuyền trên sông Lam' }).waitFor()
    expect(await editor.page.evaluate('window.neverReloaded')).toBe(true)
    await keepPictures(editor.page, '19-articles')
  })

  test('by a link from the desk a reporter reads, downloads, answers, sends a link and stops, without any chat', async () => {
    await editor.follow('Phóng viên')
    await keepPictures(editor.page, '21-roster')
    await editor.follow('Trịnh Hồng Phúc')
    await editor.press('Tạo đường dẫn riêng')
    await keepPictures(editor.page, '22-reporter')
    const address = await editor.page.locator('.secret-link code').innerText()
    const reporter = deskHands(await chromium.openWindow('signed page', { viewport: phone }))
    const { page } = reporter
    await page.goto(address)
    await reporter.unfold('Lễ hội đua thuyền trên sông Lam')
    await reporter.sees('Hướng dẫn an toàn cho đội thuyền và người xem.')
    await keepPictures(page, '23-signed-page')
    const taken = await download(page, reporter.link(/lich-tuan-du-lich/).first())
    expect(taken).toEqual((await programme).bytes)
    await page.getByRole('button', { name: 'Tham dự', exact: true }).click()
    await reporter.sees('Đã ghi nhận: anh/chị có tham dự.')
    await reporter.follow('Gửi tin, bài')
    await reporter.type('Dán đường dẫn', 'https://tapchimienbien.example/doc-sach-cung-con')
    await page.getByRole('button', { name: 'Gửi', exact: true }).click()
    await reporter.sees('Cảm ơn anh/chị, đường dẫn đã được ghi nhận.')
    await keepPictures(page, '25-signed-links')
    await reporter.follow('Về tôi')
    await keepPictures(page, '26-signed-me')
    await reporter.follow('Ngừng nhận')
    await reporter.press('Ngừng nhận ngay')
    await reporter.reads('Anh/chị đã ngừng nhận')
    await keepPictures(page, '27-signed-stopped')
  })

  test('an announcement goes out with its file, after the same two signatures', async () => {
    await editor.follow('Bàn làm việc')
    await editor.follow('Thông báo mới')
    await editor.type('Trích yếu', 'Dời giờ mở cửa triển lãm ảnh')
    await editor.type('Nội dung', 'Triển lãm ảnh mở cửa lúc 8 giờ 30 thay vì 8 giờ.')
    await editor.press('Lưu dự thảo')
    await editor.unfold('Thêm tài liệu')
    await editor.page.locator('#document-file').setInputFiles((await handbook).path)
    await editor.press('Thêm tài liệu này')
    await editor.sees('Đã thêm tài liệu.')
    await keepPictures(editor.page, '28-announcement')
    await editor.follow('Xong, xem lại toàn văn')
    await editor.press('Trình duyệt')
    await approver.follow('Bàn làm việc')
    await approver.follow('Xem và duyệt')
    await approver.press('Phê duyệt đúng nội dung này')
    await approver.sees('Đã phê duyệt.')
    await clerk.follow('Bàn làm việc')
    await clerk.follow('Cấp số, phát hành')
    await clerk.page.getByRole('button', { name: 'Phát hành', exact: true }).click()
    await clerk.sees('Đã phát hành.')
    await editor.follow('Bàn làm việc')
    await editor.follow(/Gửi đi.*triển lãm/s)
    await editor.follow('Xem kế hoạch gửi')
    await editor.press(/^Gửi đến \d+ người$/)
    const telegram = phoneHands(phones, 'telegram')
    await telegram.reads('Triển lãm ảnh mở cửa lúc 8 giờ 30 thay vì 8 giờ.')
    expect(await telegram.takeFile('so-tay-an-toan-mua-lu.pdf')).toEqual((await handbook).bytes)
    await keepPictures(phones, '29-phones-announcement')
  })

  test('Telegram goes on again only past the note on its standing and on data abroad', async () => {
    const administrator = deskHands(await chromium.openWindow('administrator', { viewport: desktop }))
    const { page } = administrator
    await administrator.signInAs(house.address, 'Võ Đình Khoa')
    await administrator.follow('Cài đặt')
    const card = page.locator('#accounts li', { has: page.getByRole('heading', { name: /^Telegram:/ }) })
    await card.locator('summary', { hasText: /^Tắt/ }).click()
    await card.getByRole('button', { name: 'Tắt tài khoản này' }).click()
    await administrator.sees('Đã tắt tài khoản.')
    await card.locator('summary', { hasText: /^Bật/ }).click()
    await administrator.sees('được lưu trên máy chủ ở nước ngoài')
    await keepPictures(page, '30-settings')
    await card.getByLabel('Tôi đã đọc và chịu trách nhiệm').check()
    await card.getByRole('button', { name: 'Bật' }).click()
    await administrator.sees('Đã bật tài khoản.')
  })

  test('nothing in any window was blocked, refused or broken', () => {
    expect(chromium.complaints).toEqual([])
  })
})
