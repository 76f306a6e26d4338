import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const folder = fileURLToPath(new URL('./screenshots/', import.meta.url))
mkdirSync(folder, { recursive: true })

export const desktop = { width: 1280, height: 860 } as const
export const phone = { width: 390, height: 844 } as const

const sizes = { desktop, phone } as const

/** Keeps a screen as it looks on a desk and on a phone, by day and by night, for somebody to look at; leaves the window as it was. */
export async function keepPictures(
  page: Page,
  name: string,
  { only = ['desktop', 'phone'] }: { readonly only?: readonly (keyof typeof sizes)[] } = {},
): Promise<void> {
  const before = page.viewportSize()
  for (const size of only) {
    await page.setViewportSize(sizes[size])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate('scrollTo(0, 0)')
      const path = `${folder}${name}-${size}-${colorScheme}.png`
      // Hiding the caret would leave style attributes in the page, which its content security rightly complains of.
      await page.screenshot({ path, fullPage: true, animations: 'disabled', caret: 'initial' })
    }
  }
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
}
