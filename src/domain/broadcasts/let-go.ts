import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { beginSending } from './begin-sending.ts'
import type { Broadcast } from './broadcast.ts'
import { markSending, putOnPages } from './controls.repository.ts'

/** Lets a held or stopped broadcast go: failures count from here, and who reads it on their own page finds it there. The caller holds it locked. */
export async function letGo(
  deps: Pick<Deps, 'clock' | 'channels' | 'timeZone'>,
  tx: Transaction,
  broadcast: Broadcast,
  at: Date,
): Promise<void> {
  await markSending(tx, broadcast.id, at)
  await putOnPages(tx, broadcast.id, at)
  if (broadcast.countedFrom === null) await beginSending(deps, tx, broadcast, at)
}
