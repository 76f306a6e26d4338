import { loadOrganisation } from '../domain/organisations/organisations.repository.ts'
import type { WebDeps } from './web-deps.ts'

/** How big a file of this office may be: its own setting, and never more than the server takes at all. */
export async function uploadLimitOf(
  { db, uploadLimitBytes }: Pick<WebDeps, 'db' | 'uploadLimitBytes'>,
  organisationId: string,
): Promise<number> {
  const { settings } = await loadOrganisation(db, organisationId)
  return Math.min(settings.fileLimitMb * 1_048_576, uploadLimitBytes)
}
