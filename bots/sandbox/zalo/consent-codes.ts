import { randomBytes } from 'node:crypto'
import type { SandboxFrame } from '../frame.ts'

/** Ten minutes, one use. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const codeLifeMs = 10 * 60_000

type Code = { readonly oaId: string; readonly expiresAt: string; readonly challenge: string | null }
type Codes = Readonly<Record<string, Code>>

const setting = 'zalo-consent-codes'
const readCodes = ({ store }: SandboxFrame) => (store.readSetting(setting) ?? {}) as Codes

/** What the owner's consent ends with; without a challenge any verifier fits. */
export function giveCode(frame: SandboxFrame, oaId: string, challenge: string | null): string {
  const code = randomBytes(24).toString('base64url')
  const expiresAt = new Date(frame.clock.now().getTime() + codeLifeMs).toISOString()
  frame.store.writeSetting(setting, { ...readCodes(frame), [code]: { oaId, expiresAt, challenge } })
  return code
}

/** The code's facts while it is good; gone afterwards. */
export function takeCode(frame: SandboxFrame, code: string): Code | undefined {
  const { [code]: found, ...others } = readCodes(frame)
  frame.store.writeSetting(setting, others)
  return found && found.expiresAt > frame.clock.now().toISOString() ? found : undefined
}
