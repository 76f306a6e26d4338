import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { may } from '../staff/staff.ts'
import { broadcastNotFound, broadcastNotStopped, broadcastOver } from './broadcasts.errors.ts'
import { endBroadcast, findBroadcast, restartBroadcast } from './broadcasts.repository.ts'

type Input = { readonly broadcastId: string; readonly organisationId: string; readonly by: ActingStaff }

/** Nothing more of it goes; what is on its way comes to its own end in the ledger. */
export async function cancelBroadcast(deps: Pick<Deps, 'db' | 'clock'>, input: Input): Promise<void> {
  await change(deps, input, 'broadcast-cancelled', async (tx) => {
    if (!(await endBroadcast(tx, input.broadcastId, deps.clock.now(), staffActor(input.by)))) throw broadcastOver()
  })
}

/** Goes on with a broadcast that a refusal had stopped; its failed deliveries stay failed. */
export async function resumeBroadcast(deps: Pick<Deps, 'db' | 'clock'>, input: Input): Promise<void> {
  await change(deps, input, 'broadcast-resumed', async (tx) => {
    if (!(await restartBroadcast(tx, input.broadcastId))) throw broadcastNotStopped()
  })
}

async function change(
  deps: Pick<Deps, 'db' | 'clock'>,
  { broadcastId, organisationId, by }: Input,
  action: string,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  assertAllowed(by, organisationId, may.send)
  await inTransaction(deps.db, async (tx) => {
    if (!(await findBroadcast(tx, organisationId, broadcastId))) throw broadcastNotFound()
    await work(tx)
    const entry = { action, subject: `broadcast:${broadcastId}` }
    await recordAudit(tx, { organisationId, at: deps.clock.now(), actor: staffActor(by), ...entry })
  })
}
