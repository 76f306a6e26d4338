import type { Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { type AuditEntry, staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import type { ChannelAccount } from './account.ts'

/** What a staff member did to an account; never a secret, only that one was changed. */
export const recordOfAccount = (
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  account: Pick<ChannelAccount, 'id' | 'organisationId' | 'channel'>,
  by: ActingStaff,
  action: string,
  detail: AuditEntry['detail'] = {},
): Promise<void> =>
  recordAudit(tx, {
    organisationId: account.organisationId,
    at: deps.clock.now(),
    actor: staffActor(by),
    action,
    subject: `account:${account.id}`,
    detail: { channel: account.channel, ...detail },
  })
