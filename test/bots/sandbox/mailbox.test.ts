import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { layPhones, type PhonesTable } from './phones-table.ts'

const sender = 'baochi@so-mau.example'
const to = 'toasoan@bao.example'
const signIn = `AUTH PLAIN ${Buffer.from('\0desk\0secret').toString('base64')}`
const good = [
  `From: Sở <${sender}>`.replace('Sở', '=?UTF-8?Q?S=E1=BB=9F?='),
  `To: ${to}`,
  'Subject: =?UTF-8?Q?Th=C3=B4ng_b=C3=A1o?=',
  'Date: Mon, 02 Nov 2026 05:00:00 +0000',
  `Message-ID: <abc@so-mau.example>`,
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<html><head></head><body><script>alert(1)</script><p>Ch=C3=A0o</p><a href=3D"https://desk.example/p/x">m=E1=BB=9F</a>',
  '<img src=3D"https://track.example/x.png"></body></html>',
]

let table: PhonesTable
let server: URL
beforeAll(async () => {
  table = await layPhones()
  server = new URL(await table.email.listen())
  const control = (path: string, body: unknown) =>
    fetch(`${table.base}/control/email${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect((await control('/accounts', { user: 'desk', password: 'secret', sender })).status).toBe(200)
  expect((await control('/mailboxes', { address: to, name: 'Toà soạn Báo Mẫu' })).status).toBe(200)
  expect((await control('/mailboxes', { address: to, state: 'asleep' })).status).toBe(400)
})
afterAll(() => table.stop())

/** Speaks to the mail server line by line; gives its last answer. */
async function say(...lines: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(server.port), server.hostname)
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value = '' } = await answers.next()
    return /^\d{3}-/.test(value) ? next() : value
  }
  try {
    let last = await next()
    for (const line of ['EHLO test.example', ...lines]) {
      socket.write(typeof line === 'string' ? `${line}\r\n` : line)
      last = await next()
      if (/^[45]/.test(last)) return last
    }
    return last
  } finally {
    socket.destroy()
  }
}
const envelope = [signIn, `MAIL FROM:<${sender}>`, `RCPT TO:<${to}>`, 'DATA'] as const
const mail = (lines: readonly string[], end = '\r\n') => Buffer.from(`${lines.join(end)}\r\n.\r\n`)
const without = (name: string) => good.filter((line) => !line.startsWith(`${name}:`))
const changed = (name: string, line: string) => good.map((each) => (each.startsWith(`${name}:`) ? line : each))

describe('The mail server of the sandbox refuses', () => {
  test.each([
    ['a client that does not sign in', [`MAIL FROM:<${sender}>`], '530'],
    ['a wrong password', [`AUTH PLAIN ${Buffer.from('\0desk\0x').toString('base64')}`], '535 5.7.8'],
    ['another sender than its own', [signIn, 'MAIL FROM:<other@so-mau.example>'], '553 5.7.1'],
    ['a second recipient', [...envelope.slice(0, 3), 'RCPT TO:<b@c.example>'], '452'],
    ['a mail announced as too big', [signIn, `MAIL FROM:<${sender}> SIZE=99999999`], '552'],
    ['a mail that is too big', [...envelope, mail([...good, ...Array(1200).fill('x'.repeat(990))])], '552'],
    ['8-bit headers', [...envelope, mail(changed('Subject', 'Subject: Thông báo'))], '550 5.6.7'],
    ['8-bit text', [...envelope, mail([...good, 'Chào'])], '550 5.6.1'],
    ['bare line feeds', [...envelope, mail(good, '\n')], '550 5.5.2'],
    ['a line of more than 998 characters', [...envelope, mail([...good, 'x'.repeat(999)])], '550 5.6.0'],
    ['no date', [...envelope, mail(without('Date'))], '550 5.6.0 date'],
    ['a date of another day', [...envelope, mail(changed('Date', 'Date: Tue, 03 Nov 2026 05:00:00 +0000'))], '550'],
    ['no message id', [...envelope, mail(without('Message-ID'))], '550 5.6.0 message-id'],
    ['two subjects', [...envelope, mail(['Subject: one', ...good])], '550 5.6.0 subject'],
    ['a from that is somebody else', [...envelope, mail(changed('From', 'From: x@y.example'))], '550 5.7.1'],
    ['a line among the headers that is none', [...envelope, mail(['no header', ...good])], '550 5.6.0'],
  ] as const)('%s', async (_label, lines, answer) => {
    expect(await say(...lines)).toMatch(new RegExp(`^${answer.replaceAll('.', '\\.')}`))
    expect(table.email.mailboxes.mailsOf(to)).toEqual([])
  })
})

test('what is right is taken, dots unstuffed, and stands in the call log', async () => {
  expect(await say(...envelope, mail([...good, '..dot']))).toMatch(/^250 2\.0\.0/)
  const [stored] = table.email.mailboxes.mailsOf(to)
  expect(Buffer.from(stored?.raw ?? []).toString()).toContain('\r\n.dot\r\n')
  const calls = table.calls.list({ channel: 'email', recipient: to })
  expect(calls.at(-1)).toMatchObject({ method: 'data', account: 'desk', status: 250, effect: true })
  expect(calls.at(-1)?.messageIds).toEqual(['<abc@so-mau.example>'])
})

describe('The mailbox beside the phones', () => {
  const page = (query: string) => table.page(`/phones/mailbox?${query}`)

  test('shows whose mailboxes there are, their mails, and one of them', async () => {
    expect(await table.page('')).toContain('href="phones/mailbox?lang=vi"')
    const list = await page('lang=vi')
    expect(list).toContain('Toà soạn Báo Mẫu')
    expect(list).toContain('Thông báo')
    const [id] = /mail=(\d+)/.exec(list)?.slice(1) ?? []
    const read = await page(`address=${to}&mail=${id}&lang=en`)
    expect(read).toContain('Sở &lt;baochi@so-mau.example&gt;')
    expect(read).toContain(`<iframe title="The mail" src="phones/mail?id=${id}" sandbox="allow-popups`)
  })

  test('shows a mail’s own HTML where it can neither run nor fetch anything, and its links open beside', async () => {
    const [stored] = table.email.mailboxes.mailsOf(to)
    const answer = await fetch(`${table.base}/phones/mail?id=${stored?.id}`)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toMatch(/default-src 'none'.*sandbox allow-popups/)
    expect(policy).not.toMatch(/script-src|img-src|allow-scripts|allow-same-origin/)
    expect(await answer.text()).toContain('<base target="_blank">')
    expect((await fetch(`${table.base}/phones/mail?id=999`)).status).toBe(404)
  })

  test('changes how a mailbox answers, from its own page only', async () => {
    const fields = { address: to, state: 'full', lang: 'vi' }
    expect((await table.press('mailbox', fields, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await table.press('mailbox', fields)).status).toBe(303)
    expect(await say(...envelope)).toMatch(/^452 4\.2\.2/)
    expect(await page('lang=vi')).toContain('đầy (452 4.2.2)')
    expect((await table.press('mailbox', { ...fields, state: 'asleep' })).status).toBe(400)
  })
})
