import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

/** What a person at the desk does with a mouse and a keyboard; everything is found by the words on the screen. */
export type DeskHands = ReturnType<typeof deskHands>

export function deskHands(page: Page) {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const link = (name: string | RegExp) => page.getByRole('link', { name })
  const heading = (name: string | RegExp) => page.getByRole('heading', { name })
  return {
    page,
    button,
    link,
    heading,
    press: (name: string | RegExp) => button(name).click(),
    follow: (name: string | RegExp) => link(name).first().click(),
    sees: (words: string | RegExp) => page.getByText(words).first().waitFor(),
    reads: (name: string | RegExp) => heading(name).first().waitFor(),
    /** Opens what is folded away under these words. */
    unfold: (words: string | RegExp) => page.locator('summary', { hasText: words }).first().click(),
    async type(label: string | RegExp, text: string) {
      await page.getByLabel(label).fill(text)
    },
    /** With the button of the demo that carries the person's name. */
    async signInAs(address: string, name: string) {
      await page.goto(address)
      await button(new RegExp(name)).click()
      await heading('Bàn làm việc').waitFor()
    },
  }
}

/** A document on the desk, with the bytes that everybody must receive. */
export async function documentOnDesk(name: string) {
  const path = new URL(`../../prisma/seed/files/${name}`, import.meta.url).pathname
  return { name, path, bytes: await readFile(path) }
}

/** A moment some days ahead as a date field takes it, in the office's time. */
export function officeMoment(daysAhead: number, time: string): string {
  const then = new Date(Date.now() + daysAhead * 86_400_000)
  return `${then.toLocaleDateString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' })}T${time}`
}
