import { type OfficeHours, openingAt } from './office-calendar.ts'
import type { OrganisationSettings } from './organisation.ts'

/** Whether what was due then is missed by now: the office could have sent it longer ago than its setting allows. */
export function isMissed(
  dueAt: Date,
  now: Date,
  { missed, ...hours }: OfficeHours & Pick<OrganisationSettings, 'missed'>,
): boolean {
  return now.getTime() - openingAt(dueAt, hours).at.getTime() > missed.afterMinutes * 60_000
}
