import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import type { Deps } from '../deps.ts'
import { type NewOutlet, newOutletSchema } from './reporter.ts'
import { outletInvalid, outletNameTaken } from './reporters.errors.ts'
import { insertOutlet } from './reporters.repository.ts'

/** Puts an outlet on the roster; gives its id. `by` is a staff member's id. */
export function addOutlet(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  input: NewOutlet & { readonly organisationId: string; readonly by: string },
): Promise<string> {
  const { organisationId, by } = input
  const parsed = newOutletSchema.safeParse(input)
  if (!parsed.success) throw outletInvalid()
  const { name, kind, email = null } = parsed.data
  const at = clock.now()
  const id = newId(at)
  return inTransaction(db, async (tx) => {
    if (!(await insertOutlet(tx, { id, organisationId, name, kind, email, createdAt: at })))
      throw outletNameTaken({ name })
    await recordAudit(tx, { organisationId, at, actor: `staff:${by}`, action: 'outlet-added', subject: `outlet:${id}` })
    return id
  })
}
