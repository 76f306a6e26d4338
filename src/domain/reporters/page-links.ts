import { constantTimeEqual, type Keyring, sign } from '../../platform/crypto.ts'
import { longId } from '../../platform/ids.ts'

/** Whose page it is, and with which version of their key it was signed: compare it with `Reporter.pageKeyVersion`. */
export type PageBearer = { readonly reporterId: string; readonly keyVersion: number }

/**
 * Personal links to the signed page: whose, until when and with which key version are in the token, under a signature.
 * Raising a reporter's `pageKeyVersion` revokes all that were handed out before.
 */
export type PageLinks = {
  /** An absolute address below /p/<token>; `path` like "/bulletins/<id>". Valid for 90 days unless `expiresAt` says otherwise. */
  make(bearer: PageBearer, now: Date, path?: string, expiresAt?: Date): string
  read(token: string, now: Date): PageBearer | 'expired' | 'altered'
}

const dayMs = 86_400_000
const proofBytes = 16

export function createPageLinks(keyring: Keyring, publicUrl: string): PageLinks {
  return {
    make(bearer, now, path = '', expiresAt = new Date(now.getTime() + 90 * dayMs)) {
      const body = Buffer.alloc(22)
      Buffer.from(bearer.reporterId.replaceAll('-', ''), 'hex').copy(body)
      body.writeUInt32BE(Math.floor(expiresAt.getTime() / 1000), 16)
      body.writeUInt16BE(bearer.keyVersion % 65_536, 20)
      const token = Buffer.concat([body, proofOf(keyring, body)]).toString('base64url')
      return `${publicUrl.replace(/\/$/, '')}/p/${token}${path}`
    },
    read(token, now) {
      const bytes = Buffer.from(token, 'base64url')
      if (bytes.length !== 22 + proofBytes || bytes.toString('base64url') !== token) return 'altered'
      const body = bytes.subarray(0, 22)
      if (!constantTimeEqual(bytes.subarray(22), proofOf(keyring, body))) return 'altered'
      if (body.readUInt32BE(16) * 1000 <= now.getTime()) return 'expired'
      const reporterId = longId(body.subarray(0, 16).toString('base64url'))
      return reporterId ? { reporterId, keyVersion: body.readUInt16BE(20) } : 'altered'
    },
  }
}

const proofOf = (keyring: Keyring, body: Buffer): Buffer =>
  sign(keyring, 'page-link', body.toString('base64url'), proofBytes)
