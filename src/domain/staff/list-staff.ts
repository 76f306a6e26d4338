import type { Deps } from '../deps.ts'
import { findStaff, type StaffRow } from './staff.repository.ts'

/** Everybody of the organisation, those who may no longer sign in included. */
export function listStaff({ db }: Pick<Deps, 'db'>, organisationId: string): Promise<readonly StaffRow[]> {
  return findStaff(db, organisationId)
}
