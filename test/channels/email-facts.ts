import PostalMime from 'postal-mime'
import { createEmailChannel } from '../../bots/email/channel.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { from, type MailHouse, mailHouse, mailPorts } from '../bots/email/mail-house.ts'
import type { ChannelFacts, ChannelStand } from './channel-stand.ts'

type MailStand = ChannelStand & { readonly house: MailHouse }
const asMail = (stand: ChannelStand) => stand as MailStand

async function open(): Promise<MailStand> {
  const house = await mailHouse()
  const lines: string[] = []
  const log = createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } })
  const patience = { connectMs: 400, answerMs: 400, wholeMs: 2_000 }
  const ports = { ...mailPorts({ url: house.url }, house.clock), log }
  const channel = await createEmailChannel(ports, { settings: { from }, patience })
  let people = 0
  return {
    house,
    channel,
    secrets: ['p@ss:word/ü', encodeURIComponent('p@ss:word/ü')],
    logged: () => lines.join('\n'),
    person() {
      people += 1
      const address = `toa-soan-${people}@bao-mau.example`
      const mails = () => [...house.mailboxes.mailsOf(address)].reverse()
      return {
        address,
        async texts() {
          const parsed = await Promise.all(mails().map(({ raw }) => PostalMime.parse(raw)))
          return parsed.map(({ text = '' }) => text)
        },
        files: async () => [],
      }
    },
    carry: (name, mediaType, bytes) => ({
      sha256: '0'.repeat(64),
      name,
      mediaType,
      sizeBytes: bytes.length,
      url: `https://giaoban.example.vn/p/token/files/${bytes.length}`,
    }),
    calls: () => house.sandbox.calls.list({ channel: 'email', method: 'data' }).length,
    async [Symbol.asyncDispose]() {
      house[Symbol.dispose]()
    },
  }
}

const fails = (stand: ChannelStand, kind: 'drop-before' | 'drop-after', method: 'rcpt-to' | 'data') =>
  asMail(stand).house.sandbox.faults.schedule({ channel: 'email', method, failure: { kind } })

/** The mail server of the stand-in itself refuses, by the state of the mailbox or the words of a fault. */
const mailboxIs = (state: 'unknown' | 'full' | 'policy') => ({
  make: (stand: ChannelStand, { address }: { readonly address: string }) =>
    void asMail(stand).house.mailboxes.set({ address, state }),
})

const answers = (stand: ChannelStand, status: number, text: string, method = 'data') =>
  asMail(stand).house.sandbox.faults.schedule({
    channel: 'email',
    method,
    failure: { kind: 'answer', status, body: text },
  })

export const emailFacts: ChannelFacts = {
  name: 'E-mail',
  open,
  text: { limit: Number.POSITIVE_INFINITY, count: () => Number.POSITIVE_INFINITY },
  // Only links go by mail.
  files: [{ mediaType: 'application/pdf', limitBytes: -1 }],
  troubles: {
    throttled: { make: (stand) => answers(stand, 421, '4.7.0 too many messages'), outcome: { kind: 'throttled' } },
    blocked: { ...mailboxIs('policy'), outcome: { kind: 'recipient-gone', state: 'blocked' } },
    gone: { ...mailboxIs('unknown'), outcome: { kind: 'recipient-gone', state: 'gone' } },
    'window-closed': 'never happens here',
    rejected: { make: (stand) => answers(stand, 552, '5.3.4 too big'), outcome: { kind: 'rejected' } },
    misconfigured: {
      make: (stand) => answers(stand, 535, '5.7.8 credentials invalid', 'auth'),
      outcome: { kind: 'misconfigured' },
    },
    'dropped-before': { make: (stand) => fails(stand, 'drop-before', 'rcpt-to'), outcome: { kind: 'not-written' } },
    'dropped-after': { make: (stand) => fails(stand, 'drop-after', 'data'), outcome: { kind: 'unknown' } },
    'proxy-page': 'never happens here',
  },
}
