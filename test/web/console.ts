import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Channel } from '../../src/channels/channel.ts'
import { createReferences } from '../../src/domain/conversation/references.ts'
import { createPageLinks } from '../../src/domain/reporters/page-links.ts'
import { addStaff } from '../../src/domain/staff/add-staff.ts'
import type { Role } from '../../src/domain/staff/staff.ts'
import { type MovableClock, movableClock } from '../../src/platform/clock.ts'
import { createKeyring } from '../../src/platform/crypto.ts'
import { newId } from '../../src/platform/ids.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import type { Database } from '../../src/platform/postgres.ts'
import type { Queue } from '../../src/queue/queue.ts'
import { createTexts } from '../../src/texts.ts'
import { createServer, type WebDeps } from '../../src/web/server.ts'
import { testDatabase } from '../database.ts'

export const password = 'mật-khẩu-để-thử-1'

/** A console over a real database with one office and one person per role: `await using desk = await testConsole()`. */
export type TestConsole = {
  readonly db: Database
  readonly deps: WebDeps
  readonly clock: MovableClock
  readonly server: FastifyInstance
  readonly organisationId: string
  readonly staffIds: Readonly<Record<Role, string>>
  signIn(role: Role): Promise<Browser>
  [Symbol.asyncDispose](): Promise<void>
}

/** What a browser does: keeps cookies, and sends back the token of the form it was given. */
export type Browser = {
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  post(url: string, fields?: Record<string, string | readonly string[]>): Promise<LightMyRequestResponse>
  upload(
    url: string,
    fields: Record<string, string>,
    file?: { name: string; bytes: Uint8Array },
  ): Promise<LightMyRequestResponse>
  readonly cookies: Map<string, string>
}

export async function testConsole(overrides: Partial<WebDeps> = {}): Promise<TestConsole> {
  const database = await testDatabase()
  const clock = movableClock({ at: new Date('2026-11-23T02:00:00Z'), running: false })
  const deps = { ...webDeps(database.db, clock), ...overrides }
  const { organisationId, staffIds } = await addOffice(deps)
  const server = await createServer(deps)
  return {
    db: database.db,
    deps,
    clock,
    server,
    organisationId,
    staffIds,
    async signIn(role) {
      const browser = openBrowser(server)
      const answer = await browser.post('/sign-in', { email: emailOf(role), password })
      if (answer.statusCode !== 303) throw new Error(`${role} could not sign in: ${answer.statusCode}`)
      return browser
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

export const emailOf = (role: Role) => `${role}@so-tt.example`

const names = {
  editor: 'Lê Thu Hà',
  approver: 'Trần Quốc Bảo',
  clerk: 'Phạm Thị Mơ',
  administrator: 'Ngô Đức Anh',
} as const

async function addOffice(deps: WebDeps) {
  const organisationId = newId(deps.clock.now())
  await deps.db.organisation.create({
    data: { id: organisationId, name: 'Sở Thông tin tỉnh Thử Nghiệm', shortName: 'Sở TT', createdAt: deps.clock.now() },
  })
  const add = (role: Role) =>
    addStaff(deps, { organisationId, name: names[role], email: emailOf(role), role, locale: 'vi', password })
  const [editor, approver, clerk, administrator] = [
    await add('editor'),
    await add('approver'),
    await add('clerk'),
    await add('administrator'),
  ]
  return { organisationId, staffIds: { editor, approver, clerk, administrator } }
}

/** Everything the web wants, over a given database; channels and queue do nothing unless replaced. */
export function webDeps(db: Database, clock: MovableClock, publicUrl = 'http://127.0.0.1:3000'): WebDeps {
  const texts = createTexts()
  const keyring = createKeyring('a key for tests only, long enough to be one')
  const channels: readonly Channel[] = []
  return {
    db,
    clock,
    texts,
    say: texts.say,
    queue: idleQueue,
    channels: {
      all: () => channels,
      listening: () => channels,
      byAccount: (id) => channels.find((each) => each.accountId === id),
    },
    references: createReferences(keyring),
    pageLinks: createPageLinks(keyring, publicUrl),
    keyring,
    log: silentLogger,
    timeZone: 'Asia/Ho_Chi_Minh',
    publicUrl,
    uploadLimitBytes: 3 * 1_048_576,
    health: async () => ({ database: 'ok', queue: 'ok', accounts: [] }),
    accounts: {
      open: async ({ id }) => {
        throw new Error(`account ${id} is not open in this test`)
      },
      telegramWebhookUrl: undefined,
    },
  }
}

const idleQueue: Queue = {
  toAccount: async () => {},
  toDesk: async () => {},
  depth: async () => 0,
  empty: async () => {},
  check: async () => 'ok',
  close: async () => {},
}

export function openBrowser(server: FastifyInstance): Browser {
  const cookies = new Map<string, string>()
  let token = ''
  async function send(options: InjectOptions) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await server.inject({ ...options, headers: { ...options.headers, cookie } })
    for (const { name, value, maxAge, expires } of answer.cookies) {
      if (maxAge === 0 || (expires && expires.getTime() <= 0) || value === '') cookies.delete(name)
      else cookies.set(name, encodeURIComponent(value))
    }
    token = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? token
    return answer
  }
  async function needToken() {
    if (!token) await send({ method: 'GET', url: '/sign-in' })
  }
  return {
    cookies,
    get: (url, headers = {}) => send({ method: 'GET', url, headers }),
    async post(url, fields = {}) {
      await needToken()
      const form = new URLSearchParams({ _csrf: token })
      for (const [name, value] of Object.entries(fields))
        for (const each of typeof value === 'string' ? [value] : value) form.append(name, each)
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      return send({ method: 'POST', url, headers, payload: form.toString() })
    },
    async upload(url, fields, file) {
      await needToken()
      const form = new FormData()
      for (const [name, value] of Object.entries({ _csrf: token, ...fields })) form.append(name, value)
      form.append('file', file ? new File([Buffer.from(file.bytes)], file.name) : new File([], ''))
      const encoded = new Response(form)
      const headers = { 'content-type': encoded.headers.get('content-type') ?? '' }
      return send({ method: 'POST', url, headers, payload: Buffer.from(await encoded.arrayBuffer()) })
    },
  }
}
