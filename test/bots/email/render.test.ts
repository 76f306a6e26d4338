import fc from 'fast-check'
import MailComposer from 'nodemailer/lib/mail-composer'
import { describe, expect, test } from 'vitest'
import { emailSettings } from '../../../bots/email/config.ts'
import type { EmailPart } from '../../../bots/email/email-part.ts'
import { mailOf, messageIdOf } from '../../../bots/email/mail.ts'
import { renderEmail } from '../../../bots/email/render.ts'
import { readShape } from '../../../bots/sandbox/email/mail-shape.ts'
import type { Outgoing } from '../../../src/channels/outgoing-message.ts'
import { createTexts } from '../../../src/texts.ts'
import { monday, notice, sender } from './mail-house.ts'

const { say } = createTexts()
const { from } = emailSettings.parse({ from: `Sở Mẫu <${sender}>` })
const written = (outgoing: Outgoing, as = from): EmailPart => {
  const parts = renderEmail(outgoing, { say, sender: as })
  expect(parts).toHaveLength(1)
  return parts[0]?.body as EmailPart
}
/** As it leaves: the connection ends every line with CRLF. `whole` false: its headers, with a body of one letter. */
const asMail = async (part: EmailPart, as = from, whole = true) => {
  const messageId = messageIdOf('account', 'a@bao.example', part.key, as)
  const mail = new MailComposer(mailOf(part, 'a@bao.example', { sender: as, messageId, at: monday })).compile()
  const written = whole ? (await mail.build()).toString('latin1') : `${mail.buildHeaders()}\r\n\r\nx\r\n`
  return Buffer.from(written.replace(/\r?\n/g, '\r\n'), 'latin1')
}

describe('A notice by mail', () => {
  const part = written(notice())

  test('names issuer, number and matter in the subject, in Vietnamese', () => {
    const issuer = 'Sở Văn hóa và Truyền thông tỉnh Sông Lam'
    expect(part.subject).toBe(`${issuer}: Nội dung tuyên truyền tháng 11 (386/SVHTT-BC)`)
    expect(written({ ...notice(), about: 'invitation' }).subject).toContain(': giấy mời – ')
    expect(written({ ...notice(), about: 'reminder' }).subject).toContain(': nhắc lịch – ')
  })

  test('says whose it is, to whom, and where to read and where to stop, as text and as HTML', () => {
    for (const body of [part.text, part.html]) {
      expect(body).toContain('Kính gửi Toà soạn Báo Sông Lam,')
      expect(body.match(/Sở Văn hóa và Truyền thông tỉnh Sông Lam/g)?.length).toBeGreaterThan(1)
      expect(body).toContain(notice().url)
      expect(body).toContain('https://giaoban.example.vn/p/AZOgAAAAcACAAAAAAAAAAQ/stop')
    }
  })

  test('leaves out what the office left blank', () => {
    const bare = written(notice({ documentNumber: '–', when: '–' }))
    expect(bare.subject.endsWith('tháng 11')).toBe(true)
    expect(bare.text).not.toMatch(/Số\/ký hiệu|Thời gian/)
  })

  test('fetches nothing when it is opened: no picture, script, font, form or foreign style', () => {
    expect(part.html).not.toMatch(/<(img|script|link|iframe|form|style|object|video)|url\(|@import|src=/i)
  })

  test('is written in two ways that any program reads, marked as automatic, with the way to stop', async () => {
    const head = (await asMail(part)).toString('latin1').split('\r\n\r\n')[0] ?? ''
    expect(head).toContain('multipart/alternative')
    expect(head).toContain('Auto-Submitted: auto-generated')
    expect(head.replace(/\r\n /g, ' ')).toContain('List-Unsubscribe: <https://giaoban.example.vn/p/')
    expect(head).toContain('Date: Mon, 23 Nov 2026 03:00:00 +0000')
  })

  test('has the same name when it is sent once more, and another for anybody and anything else', () => {
    const name = (to: string, key: string) => messageIdOf('account', to, key, from)
    expect(name('a@b.example', part.key)).toBe(name('a@b.example', written(notice()).key))
    expect(written({ ...notice(), url: 'https://giaoban.example.vn/p/other' }).key).toBe(part.key)
    expect(name('a@b.example', part.key)).not.toBe(name('c@b.example', part.key))
    expect(name('a@b.example', part.key)).not.toBe(name('a@b.example', 'on.other'))
  })
})

test('An answer by mail keeps the words and the links, and leaves out what only a chat can do', () => {
  const body = written({
    kind: 'message',
    blocks: [
      { kind: 'heading', text: 'Xác nhận địa chỉ' },
      { kind: 'paragraph', text: 'Dòng một\nDòng hai' },
      { kind: 'points', items: ['ý một'] },
      { kind: 'hint', text: 'Gõ B để xem' },
    ],
    buttons: [
      { label: 'Xác nhận', url: 'https://giaoban.example.vn/p/AZOgAAAAcACAAAAAAAAAAQ/links' },
      { label: 'Trả lời', reference: 'r' },
      { label: 'Xấu', url: 'javascript:alert(1)' },
    ],
    files: [],
  })
  expect(body.subject).toBe('Xác nhận địa chỉ')
  expect(body.text).toContain('– ý một')
  expect(body.html).toContain('href="https://giaoban.example.vn/p/AZOgAAAAcACAAAAAAAAAAQ/links"')
  expect(body.text + body.html).not.toMatch(/Gõ B|Trả lời<|javascript|alert/)
  expect(body.stopUrl).toBe('https://giaoban.example.vn/p/AZOgAAAAcACAAAAAAAAAAQ/stop')
})

describe('Whatever stands in the roster or a letter', () => {
  const nasty = fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\0',
    '\u2028',
    '<',
    '>',
    '"',
    "'",
    '&',
    '\u202e',
    '\ud800',
    '.',
    '\t',
    'ế',
    'e\u0302\u0301',
    '👩‍👩‍👧',
    ',',
    ';',
    ':',
    '@',
    '=?UTF-8?Q?',
    '?=',
    '</p><script>',
    'Bcc: x@y.example',
    '\r\n.\r\n',
    '\r\n\r\n',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.oneof(nasty, fc.string({ maxLength: 8 })), { maxLength: 12 }).map((parts) => parts.join('')),
  )
  const fields = fc.record({ recipient: text, issuer: text, documentNumber: text, subject: text, when: text })
  const given = fc.record({ fields, name: text, url: fc.oneof(text, fc.webUrl(), fc.constant(notice().url)) })
  const headers = new Set(
    'auto-submitted content-language content-transfer-encoding content-type date from list-unsubscribe message-id mime-version subject to x-auto-response-suppress'.split(
      ' ',
    ),
  )

  test('10,000 times: it begins no header, breaks no tag, ends no mail, and no line is over the limit', async () => {
    let count = 0
    const run = async ({
      fields,
      name,
      url,
    }: {
      fields: ReturnType<typeof notice>['fields']
      name: string
      url: string
    }) => {
      const as = emailSettings.parse({ from: `${name.replaceAll(/[<>]/g, '')} <${sender}>` }).from
      const part = written({ ...notice(), fields, url }, as)
      // Encoding the body takes most of the time and treats all of it alike: every tenth mail is written whole.
      count += 1
      const raw = await asMail(part, as, count % 10 === 0)
      // Plain comparisons: ten thousand times, the matchers of the test library would take most of the time.
      const shape = readShape(raw, { sender, now: monday })
      const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
      const names = [...head.matchAll(/^([\w-]+):/gm)].map((match) => (match[1] ?? '').toLowerCase())
      const complaints = [
        /[\p{Cc}\u2028\u2029]/u.test(part.subject) && 'a control in the subject',
        // What stands in a quoted value is only read.
        /<script|<[^>]*\son\w+=/i.test(part.html.replaceAll(/"[^"]*"/g, '""')) && 'a script',
        unbalanced(part.html),
        'code' in shape && shape.text,
        'to' in shape && shape.to !== 'a@bao.example' && 'another recipient',
        names.find((each) => !headers.has(each)),
        new Set(names).size !== names.length && 'a header twice',
      ].filter(Boolean)
      if (complaints.length > 0) throw new Error(complaints.join('; '))
    }
    await fc.assert(fc.asyncProperty(given, run), { numRuns: 10_000 })
  }, 120_000)
})

/** Tags that are open at the end, in the order they were opened. */
function unbalanced(html: string): string {
  const open: string[] = []
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z0-9]+)[^<>]*>/g)) {
    if (['meta', 'br'].includes(name ?? '')) continue
    if (!slash) open.push(name ?? '')
    else if (open.pop() !== name) return `</${name}>`
  }
  return open.join(' ')
}
