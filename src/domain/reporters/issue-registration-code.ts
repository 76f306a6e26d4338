import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { findAccountIds, insertRegistrationCode } from './joining.repository.ts'
import { makeRegistrationCode, registrationCodeHash } from './registration-code.ts'
import { reporterLeft, reporterNotFound } from './reporters.errors.ts'
import { findReporterOf } from './reporters.repository.ts'

const validForMs = 14 * 86_400_000

export type IssuedCode = {
  /** Shown once: only its hash is kept. */
  readonly code: string
  readonly expiresAt: Date
  /** Addresses that open a chat, and bring the code along on the channels that can. */
  readonly links: readonly { readonly accountId: string; readonly channel: string; readonly url: string }[]
}

/** Makes a code that binds one chat to this reporter, once, within 14 days. */
export function issueRegistrationCode(
  { db, clock, keyring, channels }: Pick<Deps, 'db' | 'clock' | 'keyring' | 'channels'>,
  input: {
    readonly organisationId: string
    readonly reporterId: string
    /** A staff member's id, or "page" when the person asked for it on their own signed page. */
    readonly by: string
  },
): Promise<IssuedCode> {
  const { organisationId, reporterId, by } = input
  const code = makeRegistrationCode()
  const at = clock.now()
  const expiresAt = new Date(at.getTime() + validForMs)
  return inTransaction(db, async (tx) => {
    const reporter = await findReporterOf(tx, organisationId, reporterId)
    if (!reporter) throw reporterNotFound()
    if (reporter.state === 'left') throw reporterLeft()
    const codeHash = registrationCodeHash(keyring, code)
    await insertRegistrationCode(tx, {
      id: newId(at),
      organisationId,
      reporterId,
      codeHash,
      createdBy: by,
      createdAt: at,
      expiresAt,
    })
    const subject = `reporter:${reporterId}`
    const actor = by === 'page' ? reporterActor(reporterId) : `staff:${by}`
    await recordAudit(tx, { organisationId, at, actor, action: 'registration-code-issued', subject })
    const accounts = await findAccountIds(tx, organisationId)
    const links = accounts.flatMap((accountId) => {
      const channel = channels.byAccount(accountId)
      const url = channel?.startLink?.(code) ?? channel?.chatLink?.()
      return channel && url !== undefined ? [{ accountId, channel: channel.name, url }] : []
    })
    return { code, expiresAt, links }
  })
}
