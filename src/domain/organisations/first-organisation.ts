import { newId } from '../../platform/ids.ts'
import type { Deps } from '../deps.ts'
import { findFirstOrganisationId, insertOrganisation } from './organisations.repository.ts'

/** The organisation that accounts of the environment belong to; made under this name (or a neutral one) when there is none yet. Gives its id. */
export async function ensureFirstOrganisation(
  { db, clock, say }: Pick<Deps, 'db' | 'clock' | 'say'>,
  named?: { readonly name: string; readonly shortName: string },
): Promise<string> {
  const known = await findFirstOrganisationId(db)
  if (known) return known
  const createdAt = clock.now()
  const id = newId(createdAt)
  const name = named?.name ?? say('vi', 'organisations-unnamed')
  await insertOrganisation(db, { id, name, shortName: named?.shortName ?? name, createdAt })
  return id
}
