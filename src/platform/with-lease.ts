import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import { holdLease } from './hold-lease.ts'
import type { Database } from './postgres.ts'

/**
 * Longer than one HTTP call of ours can last (10 s to connect, 30 s for the head, 30 s for the body), so that even where no
 * renewal gets through a lease is not lost in the middle of a call.
 */
const leaseMs = 80_000

/**
 * Runs `work` while no other process runs under this name; waits for its turn. `lost` aborts when a stall let the lease run out.
 * Work without calls takes a shorter `ttlMs`, so that after a kill nobody waits long.
 */
export async function withLease<T>(
  db: Database,
  name: string,
  work: (lost: AbortSignal) => Promise<T>,
  { ttlMs = leaseMs }: { readonly ttlMs?: number } = {},
): Promise<T> {
  for (;;) {
    const lease = await holdLease(db, { name, owner: randomUUID(), ttlMs })
    if (!lease) {
      await rest(100)
      continue
    }
    try {
      return await work(lease.lost)
    } finally {
      // Not given back it runs out by itself; what was done under it still counts.
      await lease.release().catch(() => undefined)
    }
  }
}
