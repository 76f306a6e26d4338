import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium as engine, type Page } from 'playwright-core'

/** The one that npm brings exists for this machine only; elsewhere the browser test says loudly that it did not run. */
export const browserRuns = process.platform === 'linux' && process.arch === 'x64'

export type Chromium = {
  /** A window of its own, with its own cookies, as on a computer of its own. */
  openWindow(who: string, options: BrowserContextOptions): Promise<Page>
  /** What any window complained of: script errors, blocked content, failed requests, refusals. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Long, since the machine may be busy with everything else; nothing waits this long when all is well. */
const patienceMs = 20_000

export async function openChromium(): Promise<Chromium> {
  // No page here draws in three dimensions, and without it everything else is drawn faster.
  chromium.setGraphicsMode = false
  const browser: Browser = await engine.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, ...quiet],
    headless: true,
  })
  const complaints: string[] = []
  return {
    complaints,
    async openWindow(who, options) {
      const office = { locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' }
      const context = await browser.newContext({ ...office, ...options })
      context.setDefaultTimeout(patienceMs)
      const page = await context.newPage()
      listen(page, (complaint) => complaints.push(`${who}: ${complaint}`))
      return page
    },
    close: () => browser.close(),
  }
}

function listen(page: Page, complain: (complaint: string) => void): void {
  page.on('pageerror', (error) => complain(`script failed: ${error.message}`))
  page.on('console', (line) => {
    if (line.type() === 'error') complain(`console: ${line.text()} (${line.location().url})`)
  })
  page.on('response', (answer) => {
    if (answer.status() >= 400) complain(`${answer.status()} for ${answer.request().method()} ${answer.url()}`)
  })
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // Leaving a page ends its live connection, and a download leaves the page where it is: both count as aborted.
    if (why !== 'net::ERR_ABORTED') complain(`${why} for ${request.method()} ${request.url()}`)
  })
}
