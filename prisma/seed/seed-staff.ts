import type { Deps } from '../../src/domain/deps.ts'
import type { ActingStaff } from '../../src/domain/organisations/acting-staff.ts'
import { addStaff } from '../../src/domain/staff/add-staff.ts'
import type { Role } from '../../src/domain/staff/staff.ts'
import { demoPassword, demoStaff } from './demo-people.ts'

export type DemoTeam = Readonly<Record<Role, ActingStaff>>

/** One person per role, all with the password that the start prints. */
export async function seedStaff(deps: Deps, organisationId: string): Promise<DemoTeam> {
  const added = await Promise.all(
    demoStaff.map(async (person) => {
      const id = await addStaff(deps, { ...person, locale: 'vi', password: demoPassword, organisationId })
      return [person.role, { id, role: person.role, organisationId }] as const
    }),
  )
  return Object.fromEntries(added) as DemoTeam
}
