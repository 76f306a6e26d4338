import { randomBytes } from 'node:crypto'
import type { SandboxFrame } from '../frame.ts'
import { refusal } from './refusal.ts'
import type { ZaloSwitches } from './switches.ts'

/** What was uploaded. A file's token and a picture's id are not interchangeable. */
export const assetKinds = ['file', 'image', 'gif'] as const
export type AssetKind = (typeof assetKinds)[number]
export type Asset = { readonly kind: AssetKind; readonly name: string; readonly bytes: Uint8Array }

export type Assets = {
  keep(oaId: string, asset: Asset): string
  /** For sending: refuses what is of another kind, of another account, or older than a week. */
  use(oaId: string, kinds: readonly AssetKind[], handle: string): Asset
  /** For whoever looks at the phone: also what can no longer be sent. */
  bytes(handle: string): Uint8Array | undefined
}

const schema = `CREATE TABLE IF NOT EXISTS zalo_assets (handle TEXT PRIMARY KEY, oa_id TEXT NOT NULL, kind TEXT NOT NULL,
  name TEXT NOT NULL, bytes BLOB NOT NULL, expires_at TEXT NOT NULL)`

const lifeMs = 7 * 86_400_000

export function createAssets({ store, clock }: SandboxFrame): Assets {
  store.define(schema)
  return {
    keep(oaId, { kind, name, bytes }) {
      const handle = randomBytes(24).toString(kind === 'file' ? 'base64url' : 'hex')
      const expiresAt = new Date(clock.now().getTime() + lifeMs).toISOString()
      store.run('INSERT INTO zalo_assets VALUES (?, ?, ?, ?, ?, ?)', handle, oaId, kind, name, bytes, expiresAt)
      return handle
    },
    use(oaId, kinds, handle) {
      const row = store.one('SELECT * FROM zalo_assets WHERE handle = ? AND oa_id = ?', handle, oaId)
      const kind = kinds.find((one) => one === row?.kind)
      if (!row || !kind) throw refusal(-201, 'attachment id or token is invalid')
      if (String(row.expires_at) <= clock.now().toISOString()) throw refusal(-100, 'attachment is expired')
      return { kind, name: String(row.name), bytes: row.bytes as Uint8Array }
    },
    bytes(handle) {
      const row = store.one('SELECT bytes FROM zalo_assets WHERE handle = ?', handle)
      return row && (row.bytes as Uint8Array)
    },
  }
}

type Rule = { readonly maxBytes: number; readonly magic: Readonly<Record<string, readonly number[]>> }

const zip = [0x50, 0x4b, 0x03, 0x04]
const ole = [0xd0, 0xcf, 0x11, 0xe0]
const jpeg = [0xff, 0xd8, 0xff]
/** Megabytes of 10^6, the smaller reading. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const rules: Readonly<Record<AssetKind, Rule>> = {
  file: { maxBytes: 5_000_000, magic: { pdf: [0x25, 0x50, 0x44, 0x46], docx: zip, doc: ole } },
  image: { maxBytes: 1_000_000, magic: { jpg: jpeg, jpeg, png: [0x89, 0x50, 0x4e, 0x47] } },
  gif: { maxBytes: 5_000_000, magic: { gif: [0x47, 0x49, 0x46, 0x38] } },
}

/** Looks at the name's end, at the first bytes, and at the size. */
export function checkAsset({ kind, name, bytes }: Asset, { csvUpload }: Pick<ZaloSwitches, 'csvUpload'>): void {
  const rule = rules[kind]
  const extension = name.includes('.') ? (name.toLowerCase().split('.').at(-1) ?? '') : ''
  const table = csvUpload && kind === 'file' && extension === 'csv' && !bytes.includes(0)
  const magic = Object.hasOwn(rule.magic, extension) ? rule.magic[extension] : undefined
  if (!table && !magic?.every((byte, at) => bytes[at] === byte)) throw refusal(-201, 'file type is not supported')
  if (bytes.length > rule.maxBytes) throw refusal(-210, 'file size is over the limit')
}
