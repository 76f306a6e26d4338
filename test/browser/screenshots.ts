import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const folder = fileURLToPath(new URL('./screenshots/', import.meta.url))
mkdirSync(folder, { recursive: true })

export const desktop = { width: 1280, height: 860 } as const
export const phone = { width: 390, height: 844 } as const

const sizes = { desktop, phone } as const
type Look = readonly [size: keyof typeof sizes, colorScheme: 'light' | 'dark']

/** Each screen by day on a desk and by night on a phone; SCREENSHOTS=all keeps the other two as well, at double the time. */
const looks: readonly Look[] =
  process.env.SCREENSHOTS === 'all'
    ? [
        ['desktop', 'light'],
        ['desktop', 'dark'],
        ['phone', 'light'],
        ['phone', 'dark'],
      ]
    : [
        ['desktop', 'light'],
        ['phone', 'dark'],
      ]

/** Keeps a screen as it looks, for somebody to look at; leaves the window as it was. */
export async function keepPictures(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  for (const [size, colorScheme] of looks) {
    await page.setViewportSize(sizes[size])
    await page.emulateMedia({ colorScheme })
    await page.evaluate('scrollTo(0, 0)')
    const path = `${folder}${name}-${size}-${colorScheme}.png`
    // Hiding the caret would leave style attributes in the page, which its content security rightly complains of.
    await page.screenshot({ path, fullPage: true, animations: 'disabled', caret: 'initial' })
  }
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
}
