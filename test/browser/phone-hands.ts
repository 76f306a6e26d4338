import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'

/** What a reporter does with a thumb on one of the phones of the phones page. */
export type PhoneHands = ReturnType<typeof phoneHands>

export function phoneHands(page: Page, channel: 'zalo' | 'telegram') {
  const chat = page.locator(`#${channel}-log`)
  return {
    chat,
    /** The newest button with these words. */
    tap: (label: string | RegExp) => chat.getByRole('button', { name: label }).last().click(),
    reads: (words: string | RegExp) => chat.getByText(words).last().waitFor(),
    async write(text: string) {
      const field = page.locator(`#${channel}-foot textarea`)
      await field.fill(text)
      await field.press('Enter')
    },
    takeFile: (name: string) => download(page, chat.locator('a.file', { hasText: name }).last()),
  }
}

/** The bytes behind a link, as they land on the phone. */
export async function download(page: Page, link: Locator): Promise<Buffer> {
  const [taken] = await Promise.all([page.waitForEvent('download'), link.click()])
  return readFile(await taken.path())
}
