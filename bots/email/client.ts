import { createTransport, type SendMailOptions } from 'nodemailer'
import { type SmtpPatience, usualPatience } from './config.ts'
import type { SmtpReply, SmtpStage } from './smtp-reply.ts'

export type Mail = Pick<SendMailOptions, 'subject' | 'text' | 'html' | 'headers' | 'messageId' | 'date'> & {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
}

/** The mail server of one account; connections are shared by the mails and go when they have nothing to do. */
export type SmtpClient = {
  send(mail: Mail): Promise<SmtpReply>
  /** Connects, secures, signs in, and writes nothing. */
  greet(): Promise<SmtpReply>
  /** Where it connects to, for the doctor: no password. */
  readonly server: { readonly host: string; readonly port: number; readonly encrypted: boolean }
}

/** https://nodemailer.com/smtp (10.6, read 2026-11). Only on this very machine may a mail and a password travel in clear. */
export function createSmtpClient(url: string, patience: SmtpPatience = usualPatience): SmtpClient {
  const server = serverOf(url)
  const transport = createTransport({
    pool: true,
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...(server.local ? { ignoreTLS: true } : { requireTLS: true }),
    ...(server.user === '' ? {} : { auth: { user: server.user, pass: server.password } }),
    tls: { minVersion: 'TLSv1.2' },
    maxConnections: 3,
    // Whether a mail is tried again is decided in one place, and that is not here.
    maxRequeues: 0,
    idleTimeout: 5_000,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    dnsTimeout: patience.connectMs,
    socketTimeout: patience.answerMs,
    socketCloseTimeout: 1_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const streams = new WeakMap<object, { readonly readableEnded: boolean }>()
  // The stream of a mail is read to its end just before the dot leaves: that tells "certainly not" from "nobody knows".
  transport.use('stream', (mail, done) => {
    const { message, data } = mail
    const open = message.createReadStream.bind(message)
    message.createReadStream = (options) => {
      const stream = open(options)
      streams.set(data.envelope ?? data, stream)
      return stream
    }
    done()
  })
  return {
    server: { host: server.host, port: server.port, encrypted: !server.local },
    async send(mail) {
      const startedAt = performance.now()
      const envelope = { from: mail.from.address, to: [mail.to] }
      try {
        const signal = AbortSignal.timeout(patience.wholeMs)
        const { response } = await transport.sendMail({ ...mail, envelope, signal, xMailer: false })
        return { kind: 'accepted', code: Number(response.slice(0, 3)) || 250, durationMs: since(startedAt) }
      } catch (error) {
        const written = streams.get(envelope)?.readableEnded ?? false
        return { ...replyOf(error, written), durationMs: since(startedAt) }
      }
    },
    async greet() {
      const startedAt = performance.now()
      try {
        await transport.verify()
        return { kind: 'accepted', code: 250, durationMs: since(startedAt) }
      } catch (error) {
        return { ...replyOf(error, false), durationMs: since(startedAt) }
      }
    },
  }
}

const since = (startedAt: number): number => Math.round(performance.now() - startedAt)

export function serverOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const host = hostname.replace(/^\[|\]$/g, '')
  return {
    host,
    // https://www.rfc-editor.org/rfc/rfc8314: 465 encrypted from the start, 587 by STARTTLS.
    port: Number(port) || (secure ? 465 : 587),
    secure,
    local: !secure && ['localhost', '127.0.0.1', '::1'].includes(host),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}

type Ended =
  Exclude<SmtpReply, { kind: 'accepted' }> extends infer Reply
    ? Reply extends unknown
      ? Omit<Reply, 'durationMs'>
      : never
    : never

/** What nodemailer throws: `responseCode` and `response` where the server said something, `command` for how far it came. */
function replyOf(error: unknown, written: boolean): Ended {
  const told = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown
    readonly command?: unknown
    readonly responseCode?: unknown
    readonly response?: unknown
    readonly originalCode?: unknown
  }
  const stage = stageOf(String(told.command ?? ''), written)
  if (typeof told.responseCode === 'number' && told.responseCode >= 400) {
    const text = String(told.response ?? '')
    const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1]
    return { kind: 'refused', stage, code: told.responseCode, text, ...(enhanced ? { enhanced } : {}) }
  }
  return { kind: 'failed', stage, code: failureCode(told), written }
}

function failureCode({ code, originalCode }: { readonly code?: unknown; readonly originalCode?: unknown }): string {
  if (code === 'EENVELOPE') return 'bad-address'
  if (code === 'EMESSAGE') return 'too-big'
  if (code === 'ENOAUTH' || code === 'EAUTH') return 'no-credentials'
  return [originalCode, code].find((each) => typeof each === 'string') ?? 'no-code'
}

function stageOf(command: string, written: boolean): SmtpStage {
  if (command.startsWith('AUTH')) return 'auth'
  if (command === 'MAIL FROM') return 'sender'
  if (command === 'RCPT TO') return 'recipient'
  return command === 'DATA' || written ? 'content' : 'session'
}
