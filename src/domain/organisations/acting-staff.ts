import { allows, type Role, type StaffMember } from '../staff/staff.ts'
import { notForThisRole, otherOrganisation } from './organisations.errors.ts'

/** Who acts: of the signed-in staff member, what the rules ask about. */
export type ActingStaff = Pick<StaffMember, 'id' | 'role' | 'organisationId'>

/** Throws `forbidden` unless this person belongs to the organisation and holds one of the roles (a line of `may`). */
export function assertAllowed(by: ActingStaff, organisationId: string, allowed: readonly Role[]): void {
  if (by.organisationId !== organisationId) throw otherOrganisation()
  if (!allows(allowed, by.role)) throw notForThisRole()
}
