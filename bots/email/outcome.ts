import type { SendOutcome, SendResult } from '../../src/channels/send-outcome.ts'
import type { Refusal, SmtpReply, SmtpStage } from './smtp-reply.ts'

/** What the mail server's answer means for the broadcast. */
export function outcomeOf(reply: SmtpReply, messageId: string): SendOutcome {
  const { durationMs } = reply
  switch (reply.kind) {
    case 'accepted':
      return {
        kind: 'sent',
        messageIds: [messageId],
        costVnd: 0,
        trace: { method: 'smtp', status: reply.code, durationMs },
      }
    case 'refused': {
      const { code: status, enhanced, text } = reply
      const trace = {
        method: `smtp ${reply.stage}`,
        status,
        code: enhanced ?? String(status),
        description: redacted(text),
      }
      return { ...meaningOf(reply), trace: { ...trace, durationMs } }
    }
    case 'failed': {
      const { code, written } = reply
      return { ...failureOf(code, written), trace: { method: `smtp ${reply.stage}`, code, durationMs } }
    }
    default:
      return reply satisfies never
  }
}

type Meaning = (code: string, detail: string) => SendResult
type Row = readonly [
  where: {
    readonly stage?: SmtpStage
    readonly code?: RegExp
    readonly enhanced?: RegExp
    readonly words?: RegExp
  },
  meaning: Meaning,
]

const minuteMs = 60_000
const rest: Meaning = () => ({ kind: 'throttled', retryAfterMs: minuteMs })
const later =
  (minutes: number): Meaning =>
  (code) => ({ kind: 'not-written', code, retryAfterMs: minutes * minuteMs })
const gone: Meaning = (code) => ({ kind: 'recipient-gone', code, state: 'gone' })
/** Not for ever: a mailbox is emptied, a policy changes. */
const blocked: Meaning = (code) => ({ kind: 'recipient-gone', code, state: 'blocked' })
const content: Meaning = (code, detail) => ({ kind: 'rejected', code, detail })
const account: Meaning = (code, detail) => ({ kind: 'misconfigured', code, detail })

/**
 * The first row that fits counts. Codes: RFC 5321 §4.2 and RFC 3463, with the register
 * https://www.iana.org/assignments/smtp-enhanced-status-codes (read 2026-11). Two servers in use say at RCPT what concerns the sender
 * (Postfix delays such refusals), so there the words decide where the codes do not.
 */
const table: readonly Row[] = [
  [{ code: /^421$/ }, rest],
  [{ code: /^4/, enhanced: /^4\.(3\.[12]|5\.3|7\.28)$/ }, rest],
  [{ code: /^4/, stage: 'auth' }, later(1)],
  [{ code: /^4/, enhanced: /^4\.7\.[01]$/ }, later(5)],
  [{ code: /^4/, words: /gr[ea]y-?list/i }, later(5)],
  [{ code: /^4/, enhanced: /^4\.2\.2$/ }, later(10)],
  [{ code: /^4/ }, later(1)],
  [{ stage: 'auth' }, account],
  [{ code: /^53[0458]$/ }, account],
  [{ enhanced: /^5\.7\.(3|8|9|11|14)$/ }, account],
  [{ stage: 'session' }, account],
  [{ enhanced: /^5\.2\.2$/ }, blocked],
  [{ enhanced: /^5\.(3\.4|2\.3)$/ }, content],
  [{ code: /^552$/ }, content],
  [{ enhanced: /^5\.(1\.[78]|7\.2[0-7])$/ }, account],
  [{ stage: 'sender' }, account],
  [{ stage: 'recipient', words: /\brelay|sender (address )?(reject|verif|not)|not owned by/i }, account],
  [{ enhanced: /^5\.(1\.\d+|2\.1|4\.4|4\.310)$/ }, gone],
  [{ stage: 'recipient', enhanced: /^5\.7\./ }, blocked],
  [{ stage: 'recipient', code: /^(501|55[0136])$/ }, gone],
  [{ stage: 'recipient' }, blocked],
  [{}, content],
]

/** A refusal nobody knows is at the content's charge, never a success. */
export function meaningOf({ stage, code, enhanced, text }: Refusal): SendResult {
  const row = table.find(
    ([where]) =>
      (where.stage ?? stage) === stage &&
      (where.code?.test(String(code)) ?? true) &&
      (where.enhanced?.test(enhanced ?? '') ?? true) &&
      (where.words?.test(text) ?? true),
  )
  return (row?.[1] ?? content)(enhanced ? `${code} ${enhanced}` : String(code), redacted(text))
}

/** No answer at all. Once the dot behind the text was sent, only the mail server knows whether it kept it. */
function failureOf(code: string, written: boolean): SendResult {
  if (code === 'bad-address') return { kind: 'recipient-gone', code, state: 'gone' }
  if (code === 'too-big') return { kind: 'rejected', code, detail: '' }
  if (code === 'no-credentials') return { kind: 'misconfigured', code, detail: '' }
  return { kind: written ? 'unknown' : 'not-written', code }
}

/** The server's words without addresses, links and keys: they quote whom we wrote to. */
export const redacted = (text: string): string =>
  text
    .replace(/https?:\/\/\S+|<[^>]*>|[^\s<>]+@[^\s<>]+|"[^"]*"/g, '…')
    .replace(/[\w-]{20,}|\d{8,}/g, '…')
    .replace(/\s+/g, ' ')
    .slice(0, 200)
