/** A mail that was taken in: the few headers that the server itself looks at. */
export type MailShape = {
  readonly messageId: string
  readonly from: string
  readonly to: string
  readonly subject: string
}

export type SmtpAnswer = { readonly code: number; readonly text: string }

const once = ['from', 'to', 'subject', 'date', 'message-id'] as const
/** A sender whose clock is off by more is taken for a forger. */
const clockToleranceMs = 3_600_000

/**
 * Reads what came after DATA as strictly as the strictest server one meets: RFC 5322 §2.1.1 and §3.6, RFC 2045, and the refusal of
 * bare line feeds that ended "SMTP smuggling". Gives the answer of 5xx for what is wrong.
 */
export function readShape(raw: Uint8Array, { sender, now }: { readonly sender: string; readonly now: Date }) {
  const text = Buffer.from(raw).toString('latin1')
  if (/(?<!\r)\n|\r(?!\n)/.test(text)) return refusal('5.5.2 bare line break')
  if (text.includes('\0')) return refusal('5.6.0 NUL in the message')
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return refusal('5.6.0 no empty line after the headers')
  if (/[\x80-\xff]/.test(text.slice(0, end))) return refusal('5.6.7 8-bit headers without SMTPUTF8')
  if (/[\x80-\xff]/.test(text)) return refusal('5.6.1 8-bit text without 8BITMIME')
  if (text.split('\r\n').some((line) => line.length > 998)) return refusal('5.6.0 a line of more than 998 characters')
  const headers = headersOf(text.slice(0, end))
  if (!headers) return refusal('5.6.0 a line that is no header')
  const wrong = once.find((name) => headers.filter((header) => header.name === name).length !== 1)
  if (wrong) return refusal(`5.6.0 ${wrong} must stand there once`)
  const first = (name: (typeof once)[number]) => headers.find((header) => header.name === name)?.value ?? ''
  const messageId = first('message-id')
  if (!/^<[^<>@\s]+@[^<>@\s]+>$/.test(messageId)) return refusal('5.6.0 message-id')
  const date = Date.parse(first('date'))
  if (!(Math.abs(date - now.getTime()) <= clockToleranceMs)) return refusal('5.6.0 date')
  const from = addressIn(first('from'))
  if (from !== sender) return refusal('5.7.1 from is not the sender that signed in')
  return { messageId, from, to: addressIn(first('to')), subject: first('subject') } satisfies MailShape
}

const refusal = (text: string): SmtpAnswer => ({ code: 550, text })

function headersOf(head: string): readonly { readonly name: string; readonly value: string }[] | undefined {
  const unfolded = head.replace(/\r\n(?=[ \t])/g, '').split('\r\n')
  const headers = unfolded.map((line) => /^([!-9;-~]+):(.*)$/.exec(line))
  if (headers.some((match) => match === null)) return undefined
  return headers.map((match) => ({ name: (match?.[1] ?? '').toLowerCase(), value: (match?.[2] ?? '').trim() }))
}

const addressIn = (value: string): string => (/<([^<>]*)>\s*$/.exec(value)?.[1] ?? value).trim().toLowerCase()
