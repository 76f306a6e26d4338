import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** Keys for one purpose each, derived from APP_KEY, so that a leak of one use does not open another. */
export type Keyring = { readonly derive: (purpose: string) => Buffer }

export function createKeyring(appKey: string): Keyring {
  const derived = new Map<string, Buffer>()
  return {
    derive(purpose) {
      const known = derived.get(purpose)
      if (known) return known
      const key = Buffer.from(hkdfSync('sha256', appKey, 'giaoban', purpose, 32))
      derived.set(purpose, key)
      return key
    },
  }
}

/** AES-256-GCM, `purpose` bound as associated data: base64url of nonce, tag and ciphertext. */
export function seal(keyring: Keyring, purpose: string, plain: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyring.derive(`seal:${purpose}`), nonce).setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The plain text, or undefined when it was altered or sealed with another key or purpose. */
export function unseal(keyring: Keyring, purpose: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 28) return undefined
  const decipher = createDecipheriv('aes-256-gcm', keyring.derive(`seal:${purpose}`), bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

/** The first `bytes` of an HMAC-SHA256 under the purpose's key. */
export const sign = (keyring: Keyring, purpose: string, message: string, bytes = 32): Buffer =>
  createHmac('sha256', keyObjectOf(keyring.derive(`sign:${purpose}`)))
    .update(message)
    .digest()
    .subarray(0, bytes)

/** Node takes five times as long over a key that it has not prepared before, and every button is signed. */
const keyObjects = new WeakMap<Buffer, KeyObject>()

function keyObjectOf(key: Buffer): KeyObject {
  const known = keyObjects.get(key)
  if (known) return known
  const prepared = createSecretKey(key)
  keyObjects.set(key, prepared)
  return prepared
}

export function constantTimeEqual(left: string | Uint8Array, right: string | Uint8Array): boolean {
  const hash = (value: string | Uint8Array) => createHash('sha256').update(value).digest()
  return timingSafeEqual(hash(left), hash(right))
}

export const sha256 = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex')
