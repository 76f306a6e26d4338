import { hashPassword } from 'better-auth/crypto'
import { newId } from '../../platform/ids.ts'
import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { staffEmailTaken } from './staff.errors.ts'
import { emailIsTaken, insertStaff } from './staff.repository.ts'
import { type NewStaff, newStaffSchema } from './staff.ts'

/** Adds somebody who can sign in at once with the given password; gives their id. */
export async function addStaff(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  input: NewStaff & { readonly organisationId: string },
): Promise<string> {
  const staff = newStaffSchema.parse(input)
  const passwordHash = await hashPassword(staff.password)
  const at = clock.now()
  const id = newId(at)
  await inTransaction(db, async (transaction) => {
    if (await emailIsTaken(transaction, staff.email)) throw staffEmailTaken({ email: staff.email })
    const { organisationId } = input
    await insertStaff(transaction, { ...staff, id, accountId: newId(at), organisationId, passwordHash, at })
  })
  return id
}
