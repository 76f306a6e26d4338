import { sha256 } from '../../src/platform/crypto.ts'
import type { Mail } from './client.ts'
import type { Sender } from './config.ts'
import type { EmailPart } from './email-part.ts'

/** The mail as the library takes it: every header that stands in it is named here. */
export function mailOf(
  { subject, text, html, stopUrl }: EmailPart,
  to: string,
  given: { readonly sender: Sender; readonly messageId: string; readonly at: Date },
): Mail {
  const { name, address } = given.sender
  return {
    from: { name, address },
    to,
    subject,
    text,
    html,
    date: given.at,
    messageId: given.messageId,
    // RFC 3834: no absence note may answer it; the second is the same word in Exchange's language.
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': 'vi',
      // RFC 2369: to a page that asks once. No RFC 8058 one-click, since a mail scanner would press it. An address is ASCII already.
      ...(stopUrl ? { 'List-Unsubscribe': { prepared: true, value: `<${stopUrl}>` } } : {}),
    },
  }
}

/** The same mail to the same person always has the same name, so that a second copy is recognised as one. */
export function messageIdOf(accountId: string, address: string, key: string, { domain }: Sender): string {
  const name = sha256(`${accountId}\n${address}\n${key}`).slice(0, 40)
  return `<${name}@${domain}>`
}
