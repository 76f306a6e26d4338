import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Broadcast, BroadcastReason, BroadcastState } from '../broadcasts/broadcast.ts'
import { type DeliveryState, type Ledger, ledgerFrom } from './delivery.ts'

/** A sending in the list of them: what it is about, and how far it is. */
export type ListedBroadcast = {
  readonly broadcast: Pick<Broadcast, 'id' | 'kind' | 'reminderKind' | 'state' | 'stateReason' | 'createdAt'>
  /** The title of its publication or conference. */
  readonly about: string | null
  readonly ledger: Ledger
}

/** Newest first. */
export async function listOfBroadcasts(
  db: Db,
  of: {
    readonly organisationId: string
    readonly state?: BroadcastState
    readonly limit: number
    readonly offset: number
  },
): Promise<readonly ListedBroadcast[]> {
  const { organisationId, state, limit, offset } = of
  const rows = await db.broadcast.findMany({
    where: { organisationId, ...(state && { state }) },
    select: {
      id: true,
      kind: true,
      reminderKind: true,
      state: true,
      stateReason: true,
      createdAt: true,
      publication: { select: { title: true } },
      conference: { select: { title: true } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    skip: offset,
  })
  const ledgers = await ledgersOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ publication, conference, stateReason, ...rest }) => ({
    // Our own code writes the reason, so it is one of ours.
    broadcast: { ...rest, stateReason: stateReason as BroadcastReason | null },
    about: (publication?.title || conference?.title) ?? null,
    ledger: ledgers.get(rest.id) ?? ledgerFrom([]),
  }))
}

async function ledgersOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Ledger>> {
  if (ids.length === 0) return new Map()
  const counts = await db.$queryRaw<{ id: string; state: DeliveryState; count: number }[]>(Prisma.sql`
    SELECT "broadcastId" AS id, state::text AS state, count(*)::int AS count FROM "Delivery"
    WHERE "broadcastId" = ANY(${[...ids]}::uuid[]) GROUP BY 1, 2`)
  return new Map(ids.map((id) => [id, ledgerFrom(counts.filter((row) => row.id === id))]))
}
