import type { Deps } from '../deps.ts'
import type { Organisation } from '../organisations/organisation.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import type { Reporter } from './reporter.ts'
import { findReporter } from './reporters.repository.ts'

export type PageVisitor = { readonly reporter: Reporter; readonly organisation: Organisation }

/** Whose page a token opens. Somebody who stopped may still read and start again; somebody who left may not. */
export async function pageVisitor(
  { db, clock, pageLinks }: Pick<Deps, 'db' | 'clock' | 'pageLinks'>,
  token: string,
): Promise<PageVisitor | 'expired' | 'altered' | 'revoked'> {
  const bearer = pageLinks.read(token, clock.now())
  if (typeof bearer === 'string') return bearer
  const reporter = await findReporter(db, bearer.reporterId)
  // The token carries the version's lower 16 bits.
  if (!reporter || reporter.state === 'left' || reporter.pageKeyVersion % 65_536 !== bearer.keyVersion) return 'revoked'
  return { reporter, organisation: await loadOrganisation(db, reporter.organisationId) }
}
