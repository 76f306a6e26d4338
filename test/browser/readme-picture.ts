/**
 * Makes docs/pictures/console-and-phones.png anew: the console's broadcast page beside the reporters' phones, as they really are.
 * Run it with: node --disable-warning=ExperimentalWarning test/browser/readme-picture.ts
 */
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { openChromium } from './chromium.ts'
import { openDemoHouse } from './demo-house.ts'
import { deskHands } from './desk-hands.ts'
import { phoneHands } from './phone-hands.ts'

const picture = fileURLToPath(new URL('../../docs/pictures/console-and-phones.png', import.meta.url))
const height = 780
/** The phones stand side by side from 901 pixels on. */
const widths = { console: 1020, phones: 920 } as const
/** Small enough for a README, large enough to read. */
const scale = 0.66

const house = await openDemoHouse()
const chromium = await openChromium()
try {
  const editor = deskHands(await chromium.openWindow('editor', { viewport: { width: widths.console, height } }))
  const phones = await chromium.openWindow('phones', { viewport: { width: widths.phones, height } })
  await editor.signInAs(house.address, 'Lê Thu Hiền')
  await editor.follow(/Gửi đi/)
  await editor.follow('Xem kế hoạch gửi')
  await editor.press(/^Gửi đến \d+ người$/)
  await editor.page.locator('.progress-line .number', { hasText: /^(\d+)\/\1$/ }).waitFor()
  await phones.goto(`${house.address}/sandbox`)
  const zalo = phoneHands(phones, 'zalo')
  await zalo.tap('Xem toàn văn')
  await zalo.tap(/^1\. /)
  await zalo.chat.locator('a.file').last().waitFor()
  // Without the sentence that was said once.
  await editor.page.reload()
  await phones.evaluate('scrollTo(0, document.body.scrollHeight)')
  await compose([await shoot(editor.page), await shoot(phones)])
  process.stdout.write(`${picture}: ${Math.round((await stat(picture)).size / 1024)} KB\n`)
} finally {
  await chromium.close()
  await house.stop()
}
process.exit(0)

function shoot(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'initial' })
}

/** Both pictures side by side on one sheet, drawn by the same browser. */
async function compose(pictures: readonly Buffer[]): Promise<void> {
  const viewport = { width: Math.round((widths.console + widths.phones) * scale), height: Math.round(height * scale) }
  const sheet = await chromium.openWindow('picture', { viewport })
  const images = pictures.map(
    (each) => `<img height="${viewport.height}" src="data:image/png;base64,${each.toString('base64')}">`,
  )
  await sheet.setContent(`<style>body{margin:0;display:flex}</style>${images.join('')}`)
  await sheet.screenshot({ path: picture })
}
