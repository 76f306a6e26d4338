import type { Call } from '../../bots/sandbox/calls.ts'
import type { Database } from '../../src/platform/postgres.ts'
import type { AuditedRow, Evidence } from './auditor.ts'

/** What the tables say of one sending. */
export async function readRows(db: Database, broadcastId: string): Promise<readonly AuditedRow[]> {
  const deliveries = await db.delivery.findMany({
    where: { broadcastId },
    include: { events: { orderBy: { id: 'asc' } } },
  })
  const contactIds = deliveries.flatMap(({ contactId }) => contactId ?? [])
  const contacts = await db.contact.findMany({ where: { id: { in: contactIds } }, select: { id: true, address: true } })
  const addresses = new Map(contacts.map(({ id, address }) => [id, address]))
  return deliveries.map(({ id, contactId, state, messageIds, events }) => ({
    id,
    recipient: addresses.get(contactId ?? '') ?? '',
    state,
    messageIds,
    steps: events.map(({ state, by, reason }) => ({ state, by, reason })),
  }))
}

/** Tables and call log of the sending whose messages carry these words. */
export async function gatherEvidence(
  db: Database,
  log: { calls(filter?: string): Promise<readonly Call[]> },
  sending: { readonly broadcastId: string; readonly words: string; readonly audience: readonly string[] },
): Promise<Evidence> {
  const { broadcastId, words, audience } = sending
  const { state } = await db.broadcast.findUniqueOrThrow({ where: { id: broadcastId }, select: { state: true } })
  const calls = (await log.calls('channel=telegram')).filter(({ request }) => JSON.stringify(request).includes(words))
  const rows = await readRows(db, broadcastId)
  return { audience, rows, calls, state }
}

const states = ['planned', 'queued', 'sending', 'sent', 'failed', 'skipped', 'unknown'] as const

/** How many rows say what at this very moment. */
export async function countStates(
  db: Database,
  broadcastId: string,
): Promise<Readonly<Record<(typeof states)[number], number>>> {
  const counted = await db.delivery.groupBy({ by: ['state'], where: { broadcastId }, _count: true })
  const of = (state: string) => counted.find((row) => row.state === state)?._count ?? 0
  return Object.fromEntries(states.map((state) => [state, of(state)])) as Record<(typeof states)[number], number>
}
