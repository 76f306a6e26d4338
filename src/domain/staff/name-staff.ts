import type { Deps } from '../deps.ts'
import { findStaffNames } from './staff.repository.ts'

/** The names behind staff ids of one office, for "submitted by" and "approved by"; an id of another office has none. */
export function nameStaff(
  { db }: Pick<Deps, 'db'>,
  input: { readonly organisationId: string; readonly ids: readonly (string | null)[] },
): Promise<ReadonlyMap<string, string>> {
  return findStaffNames(db, input.organisationId, input.ids)
}
