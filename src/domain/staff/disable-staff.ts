import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { staffCannotDisableSelf, staffNotFound } from './staff.errors.ts'
import { disableAndSignOut } from './staff.repository.ts'

/** Ends somebody's access at once: the account stays in the list, its sessions are gone. Nobody locks themselves out. */
export async function disableStaff(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  input: { readonly organisationId: string; readonly id: string; readonly by: string },
): Promise<void> {
  if (input.id === input.by) throw staffCannotDisableSelf()
  const done = await inTransaction(db, (transaction) =>
    disableAndSignOut(transaction, input.organisationId, input.id, clock.now()),
  )
  if (!done) throw staffNotFound()
}
