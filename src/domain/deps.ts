import type { Channels } from '../channels/channels.ts'
import type { Clock } from '../platform/clock.ts'
import type { Keyring } from '../platform/crypto.ts'
import type { Logger } from '../platform/logger.ts'
import type { Database } from '../platform/postgres.ts'
import type { Queue } from '../queue/queue.ts'
import type { Say } from '../texts.ts'
import type { References } from './conversation/references.ts'
import type { PageLinks } from './reporters/page-links.ts'

/** All that use-cases may ask for; each takes `Pick<Deps, …>` of what it uses. Made once in app.ts. */
export type Deps = {
  readonly db: Database
  readonly clock: Clock
  readonly say: Say
  readonly queue: Queue
  readonly channels: Channels
  readonly references: References
  readonly pageLinks: PageLinks
  readonly keyring: Keyring
  readonly log: Logger
  /** IANA name, OFFICE_TIME_ZONE. */
  readonly timeZone: string
}
