import type { Channel, ChannelHealth, ChannelPorts } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { remember } from '../../src/platform/remember.ts'
import { createTexts, type Say } from '../../src/texts.ts'
import { createSmtpClient, type SmtpClient } from './client.ts'
import { emailSecrets, emailSettings, type SmtpPatience } from './config.ts'
import type { EmailPart } from './email-part.ts'
import { type AskDns, examineEmail } from './examine.ts'
import { mailOf, messageIdOf } from './mail.ts'
import { outcomeOf } from './outcome.ts'
import { renderEmail } from './render.ts'
import type { SmtpReply } from './smtp-reply.ts'

export type EmailChannelOptions = {
  /** As stored with the account; checked here. */
  readonly settings: unknown
  readonly say?: Say
  readonly patience?: SmtpPatience
  /** Asks for TXT records; the machine's own resolver when left out. */
  readonly askDns?: AskDns
}

/** One sender on one mail server. Reads its secrets once; wrong secrets or settings throw here. An unreachable server does not. */
export async function createEmailChannel(ports: ChannelPorts, options: EmailChannelOptions): Promise<Channel> {
  const { from: sender, messagesPerMinute } = emailSettings.parse(options.settings ?? {})
  const { url } = emailSecrets.parse(await ports.secrets.read())
  const say = options.say ?? createTexts().say
  const client = createSmtpClient(url, options.patience)
  const greeted = remember(() => client.greet(), greetingLifeMs)

  return {
    accountId: ports.accountId,
    name: 'email',
    pace: { messages: 1, perMs: Math.ceil(60_000 / messagesPerMinute) },
    // Only the link goes by mail; nothing that somebody did opens or closes it.
    reach: () => ({ kind: 'notice', costVnd: 0 }),
    render: (outgoing) => renderEmail(outgoing, { say, sender }),
    async send(address, part) {
      const body = part.body as EmailPart
      const messageId = messageIdOf(ports.accountId, address, body.key, sender)
      if (!isAddress(address)) return notAnAddress
      const outcome = outcomeOf(
        await client.send(mailOf(body, address, { sender, messageId, at: ports.clock.now() })),
        messageId,
      )
      report(ports, outcome)
      return outcome
    },
    read: () => [],
    check: async () => healthOf(await greeted(), client),
    examine: async () => examineEmail({ greeting: await client.greet(), client, sender, askDns: options.askDns }),
  }
}

/**
 * As the envelope of SMTP takes it without quoting; 254 characters by RFC 5321 §4.5.3.1.3 (https://www.rfc-editor.org/rfc/rfc5321, read
 * 2026-11).
 */
const isAddress = (address: string): boolean =>
  address.length <= 254 &&
  /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(address)

const notAnAddress: SendOutcome = {
  kind: 'recipient-gone',
  state: 'gone',
  code: 'bad-address',
  trace: { method: 'none', code: 'bad-address', durationMs: 0 },
}

/** A refusal that no recipient causes is worth an alert of its own; the trace holds no address, text or password. */
function report({ log, accountId }: ChannelPorts, outcome: SendOutcome): void {
  if (outcome.kind !== 'rejected' && outcome.kind !== 'misconfigured') return
  log.error(
    { event: 'email-refused', accountId, kind: outcome.kind, trace: outcome.trace },
    'The mail server refuses to send',
  )
}

function healthOf(greeting: SmtpReply, { server }: SmtpClient): ChannelHealth {
  if (greeting.kind === 'accepted') return { kind: 'ok', detail: `${server.host}:${server.port}` }
  const code = greeting.kind === 'refused' ? (greeting.enhanced ?? String(greeting.code)) : greeting.code
  return { kind: 'failing', code, detail: greeting.stage }
}

/** Health is asked for more often than a mail server likes to be greeted. */
const greetingLifeMs = 30_000
