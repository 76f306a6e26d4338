import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../../browser/chromium.ts'
import { accountWrites, chatIdOf, layPhones, type PhonesTable } from './phones-table.ts'

const here = process.platform === 'linux' && process.arch === 'x64'
if (!here) process.stderr.write('NOT RUN: the phones in a real browser (its Chromium exists for Linux x64 only)\n')

let table: PhonesTable
let browser: Browser
let page: Page
beforeAll(async () => {
  if (!here) return
  table = await layPhones()
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'vi-VN' })
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
  await page.goto(table.base)
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await table?.stop()
})
const problems: string[] = []
const says = (text: string) => table.bot('sendMessage', { chat_id: chatIdOf(table, 'binh'), text })
const logHas = (text: string) => page.locator('#telegram-log li', { hasText: text }).waitFor({ timeout: 5000 })

test.runIf(here)('a message that arrives leaves the draft, the focus and the place in the chat alone', async () => {
  const field = page.locator('#telegram-foot textarea')
  await field.fill('Tôi đang gõ dở')
  await page.evaluate('document.querySelector("#telegram-1").kept = true')
  await says('Bản tin vừa gửi')
  await logHas('Bản tin vừa gửi')
  expect(await field.inputValue()).toBe('Tôi đang gõ dở')
  expect(await page.evaluate('document.activeElement.name')).toBe('text')
  expect(await page.evaluate('document.querySelector("#telegram-1").kept')).toBe(true)
  await field.press('Enter')
  await logHas('Tôi đang gõ dở')
  expect(await field.inputValue()).toBe('')
})

test.runIf(here)('the chat sticks to its newest message, unless one reads further up', async () => {
  for (let count = 0; count < 30; count += 1) await says(`Dòng ${count}`)
  await logHas('Dòng 29')
  const place = () => page.evaluate('document.querySelector("#telegram-scroll").scrollTop') as Promise<number>
  expect(await place()).toBe(0)
  await page.evaluate('document.querySelector("#telegram-scroll").scrollTop = -300')
  await says('Tin đến khi đang đọc')
  await logHas('Tin đến khi đang đọc')
  expect(await place()).toBeLessThanOrEqual(-300)
})

test.runIf(here)('a tap shows the notice of the bot, and switching the phone keeps the other draft', async () => {
  const keyboard = { inline_keyboard: [[{ text: 'Tham dự', callback_data: 'yes' }]] }
  await table.bot('sendMessage', { chat_id: chatIdOf(table, 'binh'), text: 'Giấy mời', reply_markup: keyboard })
  await table.bot('getUpdates', { offset: -1 })
  await page.getByRole('button', { name: 'Tham dự' }).click()
  await expect
    .poll(async () => ((await table.bot('getUpdates', {})) as { callback_query?: object }[]).at(-1)?.callback_query)
    .toBeDefined()
  const updates = (await table.bot('getUpdates', {})) as { callback_query?: { id: string } }[]
  const id = updates.at(-1)?.callback_query?.id
  await table.bot('answerCallbackQuery', { callback_query_id: id, text: 'Giấy mời đã đóng.', show_alert: true })
  await page.getByText('Giấy mời đã đóng.').waitFor()
  await page.getByRole('button', { name: 'OK' }).click()
  await page.locator('#zalo-foot textarea').fill('Câu hỏi của tôi')
  await page.locator('#chooser-telegram select').selectOption('nam')
  await page.getByText('Bot này làm được gì?').waitFor()
  accountWrites(table, 'an', 'Thông báo')
  await page.locator('#zalo-log li', { hasText: 'Thông báo' }).waitFor()
  expect(await page.locator('#zalo-foot textarea').inputValue()).toBe('Câu hỏi của tôi')
  expect(problems).toEqual([])
})
