import type { Deps } from '../deps.ts'

/** What writing a message needs. */
export type ComposeDeps = Pick<Deps, 'say' | 'references' | 'pageLinks' | 'clock' | 'timeZone'>
