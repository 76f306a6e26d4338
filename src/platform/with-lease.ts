import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import { holdLease } from './hold-lease.ts'
import type { Database } from './postgres.ts'

/** Longer than any HTTP timeout of ours, so that a lease is never lost in the middle of a call. */
const leaseMs = 60_000

/** Runs `work` while no other process runs under this name; waits for its turn. */
export async function withLease<T>(db: Database, name: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const lease = await holdLease(db, { name, owner: randomUUID(), ttlMs: leaseMs })
    if (!lease) {
      await rest(100)
      continue
    }
    try {
      return await work()
    } finally {
      await lease.release()
    }
  }
}
