import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { reporterActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import {
  cancelReminders,
  markStopped,
  releaseWaitingMailboxes,
  skipDeliveries,
  withdrawConsents,
} from './leaving.repository.ts'
import { reporterNotFound } from './reporters.errors.ts'
import { findReporter } from './reporters.repository.ts'
import { withdrawPhoneWithin } from './withdraw-phone.ts'

/** `via` is telegram, zalo, page or desk. */
export type Stop = { readonly reporterId: string; readonly via: string }

/** Ends all messages to a reporter at once: nothing that has not left yet will leave, on no surface. */
export function stopReporter(deps: Pick<Deps, 'db' | 'clock'>, stop: Stop): Promise<'stopped' | 'stopped-before'> {
  return inTransaction(deps.db, (tx) => stopReporterWithin(tx, deps, stop))
}

/** The same inside a transaction that does more. */
export async function stopReporterWithin(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { reporterId, via }: Stop,
): Promise<'stopped' | 'stopped-before'> {
  const at = clock.now()
  const reporter = await findReporter(tx, reporterId)
  if (!reporter) throw reporterNotFound()
  const changed = await markStopped(tx, reporterId, at)
  await withdrawConsents(tx, { reporterId }, at)
  await withdrawPhoneWithin(tx, reporterId, at)
  await releaseWaitingMailboxes(tx, reporterId)
  await skipDeliveries(tx, { reporterId }, 'stopped', at)
  await cancelReminders(tx, reporterId, 'stopped', at)
  if (!changed) return 'stopped-before'
  await recordAudit(tx, {
    organisationId: reporter.organisationId,
    at,
    actor: reporterActor(reporterId),
    action: 'reporter-stopped',
    subject: `reporter:${reporterId}`,
    detail: { via },
  })
  return 'stopped'
}
