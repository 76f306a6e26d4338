import type { Db } from '../../platform/postgres.ts'
import { type OrganisationSettings, organisationSettings } from '../organisations/organisation.ts'
import type { Broadcast } from './broadcast.ts'

/** A broadcast that office hours may hold or let go. */
export type Standing = Pick<Broadcast, 'id' | 'organisationId' | 'state' | 'stateReason' | 'heldUntil'>

export type Office = { readonly settings: OrganisationSettings; readonly broadcasts: readonly Standing[] }

/** The offices that have something held or on its way, each with its rules; what nothing holds is left out. */
export async function findOffices(db: Db): Promise<readonly Office[]> {
  const rows = await db.broadcast.findMany({
    where: {
      state: { in: ['held', 'sending'] },
      kind: { not: 'recall' },
      OR: [{ urgentAgreedBy: null }, { state: 'held' }],
    },
    select: { id: true, organisationId: true, state: true, stateReason: true, heldUntil: true },
    orderBy: { createdAt: 'asc' },
  })
  const byOffice = Map.groupBy(rows, ({ organisationId }) => organisationId)
  const found = await db.organisation.findMany({
    where: { id: { in: [...byOffice.keys()] } },
    select: { id: true, settings: true },
  })
  return found.map(({ id, settings }) => ({
    settings: organisationSettings.parse(settings),
    // Our own code writes the reason, so it is one of ours.
    broadcasts: (byOffice.get(id) ?? []) as readonly Standing[],
  }))
}
