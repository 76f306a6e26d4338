import { z } from 'zod'
import { type Locale, locales } from '../../texts.ts'

/** What a staff member may be; one each, since who writes must not release alone. */
export const roles = ['editor', 'approver', 'clerk', 'administrator'] as const
export type Role = (typeof roles)[number]

/** A person of the office who may sign in. */
export type StaffMember = {
  readonly id: string
  readonly organisationId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly locale: Locale
}

/** What each role may do in the console; reading is open to all of them. */
export const may = {
  write: ['editor'],
  decide: ['approver'],
  release: ['clerk'],
  send: ['editor', 'clerk'],
  settle: ['editor', 'clerk'],
  keepRoster: ['editor', 'administrator'],
  administer: ['administrator'],
  readAudit: ['administrator', 'approver'],
  read: roles,
} as const satisfies Record<string, readonly Role[]>

/** Whether somebody of this role may do this. */
export const allows = (allowed: readonly Role[], role: Role): boolean => allowed.includes(role)

/** What the administrator types to add somebody; addresses are kept in lower case, as the sign-in looks them up. */
export const newStaffSchema = z.object({
  name: z.string().trim().min(1).max(120).normalize('NFC'),
  email: z.string().trim().toLowerCase().pipe(z.email().max(200)),
  role: z.enum(roles),
  locale: z.enum(locales).default('vi'),
  password: z.string().min(12).max(128),
})
export type NewStaff = z.infer<typeof newStaffSchema>
