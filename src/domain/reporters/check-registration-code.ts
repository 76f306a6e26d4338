import type { Db } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { findCode } from './joining.repository.ts'
import { registrationCodeHash } from './registration-code.ts'
import type { Reporter } from './reporter.ts'
import { findReporterOf } from './reporters.repository.ts'

export type CheckedCode =
  | { readonly kind: 'valid'; readonly codeId: string; readonly reporter: Reporter }
  | { readonly kind: 'used'; readonly reporterId: string }
  | { readonly kind: 'wrong' | 'expired' }

/** What a code is worth now in this organisation; uses nothing up. `code` in its one spelling. */
export async function checkRegistrationCode(
  db: Db,
  { clock, keyring }: Pick<Deps, 'clock' | 'keyring'>,
  { organisationId, code }: { readonly organisationId: string; readonly code: string },
): Promise<CheckedCode> {
  const kept = await findCode(db, organisationId, registrationCodeHash(keyring, code))
  const reporter = kept && (await findReporterOf(db, organisationId, kept.reporterId))
  if (!kept || !reporter || reporter.state === 'left') return { kind: 'wrong' }
  if (kept.usedAt) return { kind: 'used', reporterId: kept.reporterId }
  if (kept.expiresAt <= clock.now()) return { kind: 'expired' }
  return { kind: 'valid', codeId: kept.id, reporter }
}
