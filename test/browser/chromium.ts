import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import chromium, { inflate } from '@sparticuz/chromium'
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
  const browser = await launchChromium()
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

/** Another test may be unpacking the same file at this moment: until it is whole, a start fails and is tried again. */
const attempts = 30

/** Starts the browser that npm brings; where it cannot, says why in one line. */
export async function launchChromium(): Promise<Browser> {
  // No page here draws in three dimensions, and without it everything else is drawn faster.
  chromium.setGraphicsMode = false
  let why = ''
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const executablePath = await chromium.executablePath()
      return await engine.launch({
        executablePath,
        args: [...chromium.args, ...quiet],
        headless: true,
        env: await surroundings(why),
      })
    } catch (error) {
      why = error instanceof Error ? error.message : String(error)
      await wait(1_000)
    }
  }
  throw new Error(
    `NOT RUN: Chromium does not start here (if ${join(tmpdir(), 'chromium')} is broken, delete it): ${why}`,
  )
}

/** A bare container has neither fonts nor the few libraries Chromium needs: the package brings both. */
async function surroundings(why: string): Promise<Record<string, string>> {
  const given = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const fonts = existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(tmpdir(), 'fonts') }
  const libraries = why.includes('shared libraries') ? { LD_LIBRARY_PATH: await unpackLibraries() } : {}
  return { ...Object.fromEntries(given), ...fonts, ...libraries }
}

const unpackLibraries = async (): Promise<string> =>
  join(await inflate(fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium')))), 'lib')
