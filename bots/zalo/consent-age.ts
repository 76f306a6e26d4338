import type { Finding } from '../../src/channels/channel.ts'
import type { ZaloSecrets, ZaloSettings } from './config.ts'

const dayMs = 86_400_000
/** A refresh token lives 3 months. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const refreshLifeDays = 90

/** Whether a rotation worked after the first three months were over: then each one starts them anew, which nobody has written down. */
export const renewsByRotation = (consentedAt: string, refreshedAt: string): boolean =>
  daysBetween(consentedAt, Date.parse(refreshedAt)) > refreshLifeDays

/** How the consent of the Official Account stands, for the doctor; one that will run out is told weeks before. `trouble`: why rotating fails. */
export function consentFinding(
  secrets: Pick<ZaloSecrets, 'tokens' | 'seedRefreshToken' | 'spent' | 'consentedAt' | 'rotationRenews'>,
  { consentWarnAfterDays }: Pick<ZaloSettings, 'consentWarnAfterDays'>,
  now: Date,
  trouble?: string,
): Finding {
  const { tokens, seedRefreshToken, spent, consentedAt, rotationRenews } = secrets
  const refreshToken = tokens?.refreshToken ?? seedRefreshToken
  if (!refreshToken) return { code: 'consent-missing', state: 'failing' }
  if (spent?.refreshToken === refreshToken)
    return { code: 'consent-needed', state: 'failing', values: { reason: spent.code } }
  if (trouble && tokens) {
    const hours = Math.max(0, Math.floor((Date.parse(tokens.accessExpiresAt) - now.getTime()) / 3_600_000))
    return { code: 'consent-rotation-fails', state: 'warning', values: { reason: trouble, hours } }
  }
  if (!consentedAt) return { code: 'consent-unused', state: 'note' }
  const days = Math.floor(daysBetween(consentedAt, now.getTime()))
  if (rotationRenews || days < consentWarnAfterDays || days > refreshLifeDays)
    return { code: 'consent', state: 'ok', values: { days } }
  return { code: 'consent-ageing', state: 'warning', values: { days, left: Math.max(0, refreshLifeDays - days) } }
}

const daysBetween = (from: string, toMs: number) => (toMs - Date.parse(from)) / dayMs
