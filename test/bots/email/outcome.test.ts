import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { meaningOf, redacted } from '../../../bots/email/outcome.ts'
import type { Refusal } from '../../../bots/email/smtp-reply.ts'
import type { Failure } from '../../../bots/sandbox/faults.ts'
import type { Channel } from '../../../src/channels/channel.ts'
import { emailChannel, type MailHouse, mailHouse, notice, urlOf } from './mail-house.ts'

let house: MailHouse
let channel: Channel
beforeAll(async () => {
  house = await mailHouse()
  channel = await house.channel()
})
afterAll(() => house[Symbol.dispose]())

const to = 'toasoan@bao.example'
const send = (through: Channel = channel, address = to) => {
  const [part] = through.render(notice())
  if (!part) throw new Error('nothing was written')
  return through.send(address, part)
}
const failing = (method: string, failure: Failure) => {
  house.sandbox.faults.schedule({ channel: 'email', method, failure })
  return send()
}
const answer = (status: number, body: string): Failure => ({ kind: 'answer', status, body })

const rest = { kind: 'throttled', retryAfterMs: 60_000 }
const later = (minutes: number) => ({ kind: 'not-written', retryAfterMs: minutes * 60_000 })
const gone = { kind: 'recipient-gone', state: 'gone' }
const blocked = { kind: 'recipient-gone', state: 'blocked' }
const rejected = { kind: 'rejected' }
const misconfigured = { kind: 'misconfigured' }

/** Step of the conversation, what the server says there, what follows. */
const answers: readonly (readonly [at: string, code: number, words: string, outcome: object])[] = [
  ['mail-from', 421, '4.3.2 closing', rest],
  ['rcpt-to', 421, '4.7.0 too many connections', rest],
  ['data', 421, '4.4.2 timeout', rest],
  ['mail-from', 451, '4.3.2 system not accepting messages', rest],
  ['mail-from', 452, '4.3.1 insufficient storage', rest],
  ['rcpt-to', 452, '4.5.3 too many recipients', rest],
  ['mail-from', 450, '4.7.28 unusual rate', rest],
  ['auth', 454, '4.7.0 try again', later(1)],
  ['rcpt-to', 450, '4.2.0 mailbox busy', later(1)],
  ['rcpt-to', 451, '4.7.1 greylisted', later(5)],
  ['rcpt-to', 450, 'Greylisting in action', later(5)],
  ['rcpt-to', 452, '4.2.2 mailbox full', later(10)],
  ['data', 451, '4.3.0 local error', later(1)],
  ['rcpt-to', 550, '5.1.1 no such user', gone],
  ['rcpt-to', 550, '5.1.2 no such host', gone],
  ['rcpt-to', 550, '5.1.6 mailbox moved', gone],
  ['rcpt-to', 550, '5.1.10 null mx', gone],
  ['rcpt-to', 550, '5.2.1 disabled', gone],
  ['rcpt-to', 550, '5.4.4 unable to route', gone],
  ['rcpt-to', 501, 'bad address', gone],
  ['rcpt-to', 550, 'unknown user', gone],
  ['rcpt-to', 551, 'user not local', gone],
  ['rcpt-to', 553, 'mailbox name not allowed', gone],
  ['data', 550, '5.1.1 no such user', gone],
  ['rcpt-to', 552, '5.2.2 over quota', blocked],
  ['rcpt-to', 550, '5.7.1 blocked by policy', blocked],
  ['rcpt-to', 554, '5.7.1 listed', blocked],
  ['rcpt-to', 554, 'transaction failed', blocked],
  ['mail-from', 552, '5.3.4 too big', rejected],
  ['data', 552, 'too much data', rejected],
  ['data', 550, '5.2.3 too long for this mailbox', rejected],
  ['data', 554, '5.7.1 looks like junk', rejected],
  ['data', 554, '5.6.0 malformed', rejected],
  ['data', 599, 'nobody knows this', rejected],
  ['auth', 535, '5.7.8 wrong password', misconfigured],
  ['auth', 534, '5.7.9 application password needed', misconfigured],
  ['mail-from', 530, '5.7.0 sign in first', misconfigured],
  ['mail-from', 538, '5.7.11 encryption required', misconfigured],
  ['mail-from', 553, '5.7.1 not your address', misconfigured],
  ['mail-from', 550, '5.1.8 sender domain unknown', misconfigured],
  ['rcpt-to', 550, '5.1.8 sender domain unknown', misconfigured],
  ['rcpt-to', 553, '5.7.1 <a@b.example>: Sender address rejected: not owned by user', misconfigured],
  ['rcpt-to', 554, '5.7.1 Relay access denied', misconfigured],
  ['data', 550, '5.7.26 unauthenticated mail', misconfigured],
]

describe('An answer of the mail server', () => {
  test.each(answers)('at %s, %i %s', async (at, code, words, outcome) => {
    // A connection that signed in already would not be asked again.
    const fresh = at === 'auth' ? await house.channel() : channel
    house.sandbox.faults.schedule({ channel: 'email', method: at, failure: answer(code, words) })
    const before = house.mailboxes.mailsOf(to).length
    expect(await send(fresh)).toMatchObject(outcome)
    expect(house.mailboxes.mailsOf(to)).toHaveLength(before)
  })

  test('at the greeting, a refusal of this machine is the account’s fault', () => {
    const refusal: Refusal = { stage: 'session', code: 554, text: '554 no mail from here' }
    expect(meaningOf(refusal)).toMatchObject(misconfigured)
  })

  test('leaves no address, link or key in the evidence', async () => {
    const words =
      '5.1.1 <toasoan@bao.example> at https://x.example/aaaaaaaaaaaaaaaaaaaaaaaaa has "no" mailbox 0912345678'
    const { trace } = await failing('rcpt-to', answer(550, words))
    expect(trace).toMatchObject({ method: 'smtp recipient', status: 550, code: '5.1.1' })
    expect(JSON.stringify(trace)).not.toMatch(/@|https|0912|aaaaaaaa|p%40ss/)
    expect(redacted('a'.repeat(500)).length).toBeLessThanOrEqual(200)
  })
})

describe('A mailbox', () => {
  test.each([
    ['unknown', gone],
    ['disabled', gone],
    ['full', later(10)],
    ['policy', blocked],
    ['greylisted', later(5)],
  ] as const)('that is %s', async (state, outcome) => {
    house.mailboxes.set({ address: 'phongvien@bao.example', state })
    expect(await send(channel, 'phongvien@bao.example')).toMatchObject(outcome)
  })

  test('that was greylisted takes the mail the second time', async () => {
    house.mailboxes.set({ address: 'xam@bao.example', state: 'greylisted' })
    await send(channel, 'xam@bao.example')
    expect(await send(channel, 'xam@bao.example')).toMatchObject({ kind: 'sent', costVnd: 0 })
  })

  test.each(['', 'khong-phai-thu', 'a@b', 'a b@c.example', 'a@b.example\r\nRCPT TO:<c@d.example>', 'ă@b.example'])(
    'that is no address (%j) is gone, and the server is not even asked',
    async (address) => {
      const calls = house.sandbox.calls.list({ channel: 'email' }).length
      expect(await send(channel, address)).toMatchObject({ ...gone, code: 'bad-address' })
      expect(house.sandbox.calls.list({ channel: 'email' })).toHaveLength(calls)
    },
  )
})

describe('No answer', () => {
  test.each([
    ['the connection is lost at the recipient', 'rcpt-to', { kind: 'drop-before' }, 'not-written', 0],
    ['the connection is lost after the recipient was taken', 'rcpt-to', { kind: 'drop-after' }, 'not-written', 0],
    ['the server is silent at the recipient', 'rcpt-to', { kind: 'delay', ms: 600 }, 'not-written', 0],
    ['the connection is lost after the dot, the mail is not kept', 'data', { kind: 'drop-before' }, 'unknown', 0],
    ['the connection is lost after the dot, the mail is kept', 'data', { kind: 'drop-after' }, 'unknown', 1],
    ['the server is silent after the dot', 'data', { kind: 'delay', ms: 600 }, 'unknown', 1],
  ] as const)('%s', async (_label, at, failure, kind, arrived) => {
    const before = house.mailboxes.mailsOf(to).length
    expect(await failing(at, failure)).toMatchObject({ kind })
    await expect.poll(() => house.mailboxes.mailsOf(to).length).toBe(before + arrived)
  })

  test('from a port where nobody listens, from a name that does not exist', async () => {
    for (const url of ['smtp://127.0.0.1:1', 'smtps://127.0.0.1:1', 'smtps://mail.invalid:465'])
      expect(await send(await emailChannel(url, house.clock))).toMatchObject({ kind: 'not-written' })
  })

  test('from a server that speaks no encryption, where it must', async () => {
    const url = house.url.replace('smtp:', 'smtps:')
    expect(await send(await emailChannel(url, house.clock))).toMatchObject({ kind: 'not-written' })
  })

  test('from a server that takes the connection and says nothing, or hangs up', async () => {
    for (const behave of [() => {}, (socket: Socket) => socket.destroy()]) {
      await using mute = await muteServer(behave)
      expect(await send(await emailChannel(mute.url, house.clock))).toMatchObject({ kind: 'not-written' })
    }
  })

  test('to a wrong password is the account’s fault, also for the health page', async () => {
    const wrong = await emailChannel(urlOf(house.server, { user: 'desk', password: 'x' }), house.clock)
    expect(await send(wrong)).toMatchObject({ ...misconfigured, code: '535 5.7.8' })
    expect(await wrong.check()).toMatchObject({ kind: 'failing', code: '5.7.8', detail: 'auth' })
  })
})

async function muteServer(behave: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    behave(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = server.address()
  return {
    url: `smtp://127.0.0.1:${typeof place === 'object' ? place?.port : 0}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
