import { randomFillSync } from 'node:crypto'

let lastMs = Number.NaN
let count = 0

/**
 * UUID version 7 at the given moment: sorts by time and, within one moment of one process, by the order of making (26 bits, as
 * RFC 9562 allows), since a clock that stands still must not shuffle what was written one after the other. 48 bits are random.
 */
export function newId(at: Date): string {
  const ms = at.getTime()
  count = ms === lastMs ? (count + 1) % 2 ** 26 : 0
  lastMs = ms
  const bytes = Buffer.alloc(16)
  bytes.set(nextRandom(), 10)
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | (count >>> 14), 6)
  bytes.writeUInt16BE(0x8000 | (count & 0x3fff), 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

// Asked for in stock: a ledger of a hundred thousand rows would spend a second on single questions to the system.
const stock = Buffer.alloc(6 * 512)
let used = stock.length

function nextRandom(): Buffer {
  if (used === stock.length) {
    randomFillSync(stock)
    used = 0
  }
  used += 6
  return stock.subarray(used - 6, used)
}

/** 22 characters of base64url for the 16 bytes of a UUID, and back; undefined for anything else. */
export const shortId = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url')

export function longId(short: string): string | undefined {
  if (!/^[\w-]{22}$/.test(short)) return undefined
  const hex = Buffer.from(short, 'base64url').toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
