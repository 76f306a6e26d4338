import { setTimeout as wait } from 'node:timers/promises'
import type { Channel } from '../../channels/channel.ts'
import type { IncomingEvent } from '../../channels/incoming-event.ts'
import type { Deps } from '../deps.ts'
import { hasDisplayName } from './contacts.repository.ts'

/** Nobody waits longer for an answer because their name is being looked up. */
const atMostMs = 1_500

/** The events with the names of those whom we do not know by name yet, on channels whose updates bring none. */
export async function withNames(
  deps: Pick<Deps, 'db' | 'log'>,
  channel: Channel,
  events: readonly IncomingEvent[],
): Promise<readonly IncomingEvent[]> {
  const named: IncomingEvent[] = []
  for (const event of events) named.push(await withName(deps, channel, event))
  return named
}

async function withName(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  channel: Channel,
  event: IncomingEvent,
): Promise<IncomingEvent> {
  const { accountId } = channel
  if (!channel.nameOf || !event.interaction || event.displayName !== undefined) return event
  if (await hasDisplayName(db, accountId, event.address)) return event
  const asked = channel.nameOf(event.address).catch((error: unknown) => {
    log.warn({ err: error, accountId }, 'a name could not be looked up')
    return undefined
  })
  const displayName = await Promise.race([asked, wait(atMostMs, undefined, { ref: false })])
  return displayName === undefined ? event : { ...event, displayName }
}
