import { createEmailChannel, type EmailChannelOptions } from '../../../bots/email/channel.ts'
import { createSandbox } from '../../../bots/sandbox/sandbox.ts'
import type { Channel, ChannelPorts } from '../../../src/channels/channel.ts'
import type { OutgoingNotice } from '../../../src/channels/outgoing-message.ts'
import { type MovableClock, movableClock } from '../../../src/platform/clock.ts'
import { silentLogger } from '../../../src/platform/logger.ts'

export const monday = new Date('2026-11-23T03:00:00.000Z')
export const sender = 'baochi@so-mau.example'
export const from = `Sở Mẫu <${sender}>`
const account = { user: 'desk', password: 'p@ss:word/ü', sender }

/** The mail server of the sandbox, and channels to it. */
export async function mailHouse(clock: MovableClock = movableClock({ at: monday, running: false })) {
  const sandbox = createSandbox({ stateFile: ':memory:', clock })
  const server = await sandbox.email.listen()
  sandbox.email.mailboxes.register(account)
  return {
    sandbox,
    clock,
    server,
    ...sandbox.email,
    url: urlOf(server, account),
    channel: (given: Partial<EmailChannelOptions> & { readonly url?: string } = {}) =>
      emailChannel(given.url ?? urlOf(server, account), clock, given),
    [Symbol.dispose]: () => sandbox.close(),
  }
}
export type MailHouse = Awaited<ReturnType<typeof mailHouse>>

export const urlOf = (server: string, { user, password }: { readonly user: string; readonly password: string }) =>
  server.replace('smtp://', `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`)

export function emailChannel(
  url: string,
  clock: MovableClock,
  options: Partial<EmailChannelOptions> = {},
): Promise<Channel> {
  const patience = { connectMs: 400, answerMs: 400, wholeMs: 2_000 }
  return createEmailChannel(mailPorts({ url }, clock), { settings: { from }, patience, ...options })
}

export const mailPorts = (secrets: unknown, clock: MovableClock): ChannelPorts => ({
  accountId: '0193a000-0000-7000-8000-0000000000e1',
  clock,
  log: silentLogger,
  files: {
    bytes: async () => new Uint8Array(),
    handleOf: async () => undefined,
    keepHandle: async () => {},
    forgetHandle: async () => {},
  },
  secrets: { read: async () => secrets, change: async () => {} },
  memory: { read: async () => ({}), write: async () => {} },
  phoneOf: async () => undefined,
  exclusively: (_name, work) => work(new AbortController().signal),
})

export const notice = (fields: Partial<OutgoingNotice['fields']> = {}): OutgoingNotice => ({
  kind: 'notice',
  about: 'bulletin',
  fields: {
    recipient: 'Toà soạn Báo Sông Lam',
    issuer: 'Sở Văn hóa và Truyền thông tỉnh Sông Lam',
    documentNumber: '386/SVHTT-BC',
    subject: 'Nội dung tuyên truyền tháng 11',
    when: 'Tháng 11/2026',
    ...fields,
  },
  reference: 'on.AZOgAAAAcACAAAAAAAAAAQ.7f3kq',
  url: 'https://giaoban.example.vn/p/AZOgAAAAcACAAAAAAAAAAQ/bulletins/0193a000-0000-7000-8000-000000000abc',
})

/** The text part of a mail, read. */
export function plainText(raw: Uint8Array): string {
  const [, part = ''] = Buffer.from(raw).toString('latin1').split('Content-Type: text/plain; charset=utf-8\r\n')
  const [head = '', ...lines] = (part.split('\r\n--')[0] ?? '').split('\r\n\r\n')
  const body = lines.join('\r\n\r\n')
  if (head.includes('base64')) return Buffer.from(body, 'base64').toString()
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number(`0x${hex}`)))
  return Buffer.from(bytes, 'latin1').toString()
}
