import { constantTimeEqual, type Keyring, sign } from '../../platform/crypto.ts'
import { longId } from '../../platform/ids.ts'

/** Who asked for mails at which address, and when. */
export type EmailAsked = { readonly contactId: string; readonly reporterId: string; readonly askedAt: Date }

const proofLifeMs = 48 * 3_600_000

/** A signed token that only a mail to that address carries; it opens nothing else, so that a mistyped address gives nothing away. */
export function makeEmailProof(keyring: Keyring, asked: EmailAsked): string {
  const body = Buffer.alloc(36)
  Buffer.from(asked.contactId.replaceAll('-', ''), 'hex').copy(body)
  Buffer.from(asked.reporterId.replaceAll('-', ''), 'hex').copy(body, 16)
  body.writeUInt32BE(Math.floor((asked.askedAt.getTime() + proofLifeMs) / 1000), 32)
  return Buffer.concat([body, proofOf(keyring, body)]).toString('base64url')
}

export function readEmailProof(keyring: Keyring, token: string, now: Date): EmailAsked | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 36 + proofBytes || bytes.toString('base64url') !== token) return undefined
  const body = bytes.subarray(0, 36)
  if (!constantTimeEqual(bytes.subarray(36), proofOf(keyring, body))) return undefined
  const expiresAt = body.readUInt32BE(32) * 1000
  if (expiresAt <= now.getTime()) return undefined
  const contactId = longId(body.subarray(0, 16).toString('base64url'))
  const reporterId = longId(body.subarray(16, 32).toString('base64url'))
  return contactId && reporterId ? { contactId, reporterId, askedAt: new Date(expiresAt - proofLifeMs) } : undefined
}

const proofBytes = 16

const proofOf = (keyring: Keyring, body: Buffer): Buffer =>
  sign(keyring, 'email-proof', body.toString('base64url'), proofBytes)
