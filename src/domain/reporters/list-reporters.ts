import type { Deps } from '../deps.ts'
import type { ListedReporter, Outlet } from './reporter.ts'
import { findOutlets, findRoster } from './reporters.repository.ts'

/** The roster: who is on it, at which outlet, in which chats, and whether the page is open to them. */
export function listReporters({ db }: Pick<Deps, 'db'>, organisationId: string): Promise<readonly ListedReporter[]> {
  return findRoster(db, organisationId)
}

export function listOutlets({ db }: Pick<Deps, 'db'>, organisationId: string): Promise<readonly Outlet[]> {
  return findOutlets(db, organisationId)
}
