import { Resolver } from 'node:dns/promises'
import type { Finding } from '../../src/channels/channel.ts'
import type { SmtpClient } from './client.ts'
import type { Sender } from './config.ts'
import type { SmtpReply } from './smtp-reply.ts'

/** The TXT records of a name; throws when there are none or nobody can be asked. */
export type AskDns = (name: string) => Promise<readonly (readonly string[])[]>

/** The doctor's table of a mail account: the server lets us in, and other servers may believe the sender. */
export async function examineEmail(given: {
  readonly greeting: SmtpReply
  readonly client: Pick<SmtpClient, 'server'>
  readonly sender: Sender
  readonly askDns?: AskDns | undefined
}): Promise<readonly Finding[]> {
  const { greeting, client, sender } = given
  return [
    serverFinding(greeting, client.server),
    ...(client.server.encrypted
      ? []
      : [{ code: 'in-clear', state: 'note', values: { host: client.server.host } } as const]),
    { code: 'sender', state: 'ok', values: { address: sender.address } },
    ...(await domainFindings(sender, given.askDns ?? askMachine)),
    // Late refusals come as mails to the sender, and nobody reads that mailbox for us.
    { code: 'bounces', state: 'note', values: { address: sender.address } },
  ]
}

function serverFinding(greeting: SmtpReply, { host, port }: SmtpClient['server']): Finding {
  // A port is a name made of digits: as a number it would be grouped.
  const place = { host, port: String(port) }
  if (greeting.kind === 'accepted') return { code: 'server', state: 'ok', values: place }
  if (greeting.kind === 'refused') {
    const code = greeting.stage === 'auth' ? 'sign-in' : 'refused'
    return { code, state: 'failing', values: { ...place, answer: greeting.enhanced ?? String(greeting.code) } }
  }
  const encryption = /^(ETLS|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(greeting.code)
  if (greeting.code === 'no-credentials')
    return { code: 'sign-in', state: 'failing', values: { ...place, answer: '–' } }
  return {
    code: encryption ? 'encryption' : 'unreachable',
    state: 'failing',
    values: { ...place, answer: greeting.code },
  }
}

/** SPF (RFC 7208) and DMARC (RFC 7489) by name only: whether they fit this server is for the administrator of the domain. */
async function domainFindings({ domain }: Sender, askDns: AskDns): Promise<readonly Finding[]> {
  const [spf, dmarc] = await Promise.all([
    hasRecord(askDns, domain, /^v=spf1\b/i),
    hasRecord(askDns, `_dmarc.${domain}`, /^v=DMARC1\b/i),
  ])
  if (spf === 'nobody-to-ask' || dmarc === 'nobody-to-ask')
    return [{ code: 'domain-unasked', state: 'note', values: { domain } }]
  return [
    { code: spf ? 'spf' : 'no-spf', state: spf ? 'ok' : 'note', values: { domain } },
    { code: dmarc ? 'dmarc' : 'no-dmarc', state: dmarc ? 'ok' : 'note', values: { domain } },
  ]
}

async function hasRecord(askDns: AskDns, name: string, record: RegExp): Promise<boolean | 'nobody-to-ask'> {
  try {
    return (await askDns(name)).some((chunks) => record.test(chunks.join('')))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code === 'ENODATA' || code === 'ENOTFOUND' ? false : 'nobody-to-ask'
  }
}

const askMachine: AskDns = (name) => new Resolver({ timeout: 2_000, tries: 1 }).resolveTxt(name)
