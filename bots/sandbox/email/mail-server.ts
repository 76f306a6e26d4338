import { setTimeout as wait } from 'node:timers/promises'
import type { SMTPServer, SMTPServerAuthentication, SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { constantTimeEqual } from '../../../src/platform/crypto.ts'
import type { SandboxFrame } from '../frame.ts'
import { type MailShape, readShape, type SmtpAnswer } from './mail-shape.ts'
import type { Mailboxes, MailboxState } from './mailboxes.ts'

const mostBytes = 1 << 20

/**
 * A mail server over real SMTP: nobody sends without signing in, one recipient a time, nothing unusual taken. Loaded on demand:
 * most tests never send a mail.
 */
export async function startMailServer(frame: SandboxFrame, mailboxes: Mailboxes, port = 0): Promise<string> {
  const { SMTPServer } = await import('smtp-server')
  const world: World = { frame, mailboxes, drop: (session) => dropConnection(server, session) }
  const server: SMTPServer = new SMTPServer({
    name: 'mail.sandbox.test',
    logger: false,
    // Only this machine can come here, so nothing is encrypted.
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    hide8BITMIME: true,
    hideSMTPUTF8: true,
    hideENHANCEDSTATUSCODES: true,
    disableReverseLookup: true,
    size: mostBytes,
    rejectOversized: true,
    maxRecipients: 1,
    closeTimeout: 50,
    onAuth(auth, session, done) {
      const call = { ...facts(session, auth.username ?? '–'), method: 'auth', request: { user: auth.username ?? null } }
      const work = () => ({ code: signsIn(mailboxes, auth) ? 235 : 535, text: '5.7.8 user or password is wrong' })
      tell(frame, step(world, session, call, work), (answer) =>
        answer.code < 300 ? done(null, { user: auth.username }) : done(asError(answer)),
      )
    },
    onMailFrom({ address }, session, done) {
      const call = { ...facts(session), method: 'mail-from', request: { from: address } }
      const sender = mailboxes.account(String(session.user))?.sender
      const own = address.toLowerCase() === sender
      const work = () => ({ code: own ? 250 : 553, text: '5.7.1 sender is not owned by the user' })
      tell(frame, step(world, session, call, work), (answer) => done(asError(answer)))
    },
    onRcptTo({ address }, session, done) {
      const call = { ...facts(session, undefined, address), method: 'rcpt-to', request: { to: address } }
      tell(
        frame,
        step(world, session, call, () => admit(world, address)),
        (answer) => done(asError(answer)),
      )
    },
    onData(stream, session, done) {
      const address = session.envelope.rcptTo[0]?.address ?? ''
      const call = { ...facts(session, undefined, address), method: 'data' }
      const taken = gather(stream).then((raw) => {
        // Somebody hung up in the middle: there is nobody to answer and nothing to keep.
        if (!raw) return undefined
        // The server itself refuses what is too big.
        if (stream.sizeExceeded) return { code: 250, text: '' }
        const work = () => take(world, session, address.toLowerCase(), raw)
        return step(world, session, { ...call, request: summary(raw) }, work)
      })
      tell(frame, taken, (answer) => done(asError(answer), answer.text))
    },
  })
  frame.onClose(() => server.close())
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const listening = server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject)
      // What goes wrong in one conversation is that client's loss, as with any server.
      server.on('error', (error) => frame.log.debug({ err: error }, 'a mail client broke off'))
      const place = listening.address()
      resolve(`smtp://127.0.0.1:${typeof place === 'object' ? place?.port : port}`)
    })
    listening.unref()
  })
}

type World = {
  readonly frame: SandboxFrame
  readonly mailboxes: Mailboxes
  drop(session: SMTPServerSession): void
}

type CallOf = {
  readonly channel: 'email'
  readonly method: string
  readonly account: string
  readonly recipient: string | null
  readonly request: unknown
}

/** One step of the conversation: obeys a scheduled fault, runs `work` and the log line in one transaction; undefined when nobody is answered. */
async function step(
  { frame, drop }: World,
  session: SMTPServerSession,
  call: CallOf,
  work: () => SmtpAnswer & { readonly messageId?: string; readonly effect?: boolean },
): Promise<SmtpAnswer | undefined> {
  const failure = frame.faults.take(call)
  if (failure?.kind === 'delay') await wait(failure.ms)
  const instead =
    failure?.kind === 'answer' ? { code: failure.status, text: String(failure.body) } : outOfOrder[failure?.kind ?? '']
  const dropped = failure?.kind === 'drop-before' || failure?.kind === 'drop-after'
  const answer = frame.store.transaction(() => {
    const done = failure?.kind === 'drop-before' ? { code: 0, text: '' } : (instead ?? work())
    const { code, text, messageId, effect = false } = { messageId: undefined, ...done }
    const words = code >= 400 ? { message: text } : null
    const messageIds = messageId ? [messageId] : []
    frame.calls.add({ ...call, status: dropped ? 0 : code, answer: words, effect, messageIds })
    return { code, text }
  })
  if (call.recipient) frame.events.emit('changed', call.recipient)
  if (!dropped) return answer
  drop(session)
  return undefined
}

/** Gives the answer to whoever waits for it; a mistake of the stand-in's own is a server in trouble, as anywhere. */
function tell(
  { log }: Pick<SandboxFrame, 'log'>,
  answered: Promise<SmtpAnswer | undefined>,
  done: (answer: SmtpAnswer) => void,
): void {
  answered.then(
    (answer) => answer && done(answer),
    (error: unknown) => {
      log.error({ err: error }, 'the mail server of the sandbox failed')
      done({ code: 451, text: '4.3.0 local error' })
    },
  )
}

/** A mail server has no page of a proxy to show; it says that it is closing. */
const outOfOrder: Readonly<Record<string, SmtpAnswer>> = {
  'html-502': { code: 421, text: '4.3.2 service is closing' },
  'html-502-after': { code: 421, text: '4.3.2 service is closing' },
}

const refusals: Readonly<Record<Exclude<MailboxState, 'open'>, SmtpAnswer>> = {
  unknown: { code: 550, text: '5.1.1 no such mailbox here' },
  disabled: { code: 550, text: '5.2.1 mailbox is disabled' },
  full: { code: 452, text: '4.2.2 mailbox is full' },
  policy: { code: 550, text: '5.7.1 refused by the policy of the recipient' },
  greylisted: { code: 451, text: '4.7.1 greylisted, come again in five minutes' },
}

function admit({ mailboxes }: World, address: string): SmtpAnswer {
  const { state } = mailboxes.of(address)
  if (state === 'greylisted') mailboxes.set({ address, state: 'open' })
  return state === 'open' ? { code: 250, text: 'ok' } : refusals[state]
}

function take({ frame, mailboxes }: World, session: SMTPServerSession, address: string, raw: Uint8Array) {
  const sender = mailboxes.account(String(session.user))?.sender ?? ''
  const read: MailShape | SmtpAnswer = readShape(raw, { sender, now: frame.clock.now() })
  if ('code' in read) return read
  const { messageId } = mailboxes.put({ address, messageId: read.messageId, raw })
  return { code: 250, text: '2.0.0 queued', messageId, effect: true }
}

function signsIn(mailboxes: Mailboxes, auth: SMTPServerAuthentication): boolean {
  const account = mailboxes.account(auth.username ?? '')
  const password = 'password' in auth ? (auth.password ?? '') : ''
  return account !== undefined && constantTimeEqual(Buffer.from(account.password), Buffer.from(password))
}

const facts = (session: SMTPServerSession, user = String(session.user ?? '–'), recipient?: string) =>
  ({ channel: 'email', account: user, recipient: recipient?.toLowerCase() ?? null }) as const

/** The log holds what a test asks for, not whole mails. */
function summary(raw: Uint8Array) {
  const head = Buffer.from(raw).toString('latin1').split('\r\n\r\n')[0] ?? ''
  return { bytes: raw.length, messageId: /^message-id:\s*(\S+)/im.exec(head)?.[1] ?? null }
}

async function gather(stream: SMTPServerDataStream): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
  } catch {
    return undefined
  }
  return Buffer.concat(chunks)
}

const asError = ({ code, text }: SmtpAnswer): Error | null =>
  code < 300 ? null : Object.assign(new Error(text), { responseCode: code })

function dropConnection(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) if (connection.id === session.id) connection._socket.resetAndDestroy()
}
