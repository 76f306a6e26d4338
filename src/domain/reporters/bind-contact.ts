import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { consentPurpose, type GivenConsent } from './consent.ts'
import { activateReporter, findBinding, insertConsent, saveBinding, useUpCode } from './joining.repository.ts'
import { findReporter } from './reporters.repository.ts'

export type Binding = {
  readonly contactId: string
  readonly reporterId: string
  /** The code that opened it, used up by this; none when the desk decided, or somebody starts again. */
  readonly codeId?: string
  readonly consent: GivenConsent
}

/**
 * Makes a chat one of a reporter's, with the consent that allows it, in the caller's transaction.
 * A chat that belongs to somebody else who is still served stays theirs: what was planned for them must not come here.
 */
export async function bindContact(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { contactId, reporterId, codeId, consent }: Binding,
): Promise<'bound' | 'code-used' | 'chat-taken' | 'gone'> {
  const at = clock.now()
  const reporter = await findReporter(tx, reporterId)
  if (!reporter || reporter.state === 'left') return 'gone'
  const before = await findBinding(tx, contactId)
  if (before && before.reporterId !== reporterId && before.served) return 'chat-taken'
  if (codeId !== undefined && !(await useUpCode(tx, codeId, contactId, at))) return 'code-used'
  await saveBinding(tx, contactId, reporterId, at)
  await activateReporter(tx, reporterId)
  await insertConsent(tx, { ...consent, id: newId(at), reporterId, contactId, purpose: consentPurpose })
  await recordAudit(tx, {
    organisationId: reporter.organisationId,
    at,
    actor: reporterActor(reporterId),
    action: 'chat-bound',
    subject: `contact:${contactId}`,
    detail: { way: consent.way },
  })
  return 'bound'
}
