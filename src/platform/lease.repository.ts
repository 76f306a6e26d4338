import type { Db } from './postgres.ts'

/** A long lock that one process holds; `fencing` grows with every new holder, so that work of an old one can be refused. */
export type Lease = { readonly name: string; readonly owner: string; readonly fencing: bigint }

export type LeaseRequest = { readonly name: string; readonly owner: string; readonly ttlMs: number }

/** Takes the lease when nobody holds it or its holder let it run out; undefined when somebody does. Time is the database's. */
export async function acquireLease(db: Db, { name, owner, ttlMs }: LeaseRequest): Promise<Lease | undefined> {
  const [row] = await db.$queryRaw<{ fencing: bigint }[]>`
    INSERT INTO "Lease" AS held ("name", "owner", "expiresAt", "fencing")
    VALUES (${name}, ${owner}, clock_timestamp() + ${ttlMs} * interval '1 millisecond', 1)
    ON CONFLICT ("name") DO UPDATE
      SET "owner" = excluded."owner", "expiresAt" = excluded."expiresAt", "fencing" = held."fencing" + 1
      WHERE held."expiresAt" <= clock_timestamp()
    RETURNING "fencing"`
  return row && { name, owner, fencing: row.fencing }
}

/** Holds the lease for another `ttlMs` from now; false when it ran out or somebody else has it. */
export async function renewLease(db: Db, { name, owner, fencing }: Lease, ttlMs: number): Promise<boolean> {
  const renewed = await db.$executeRaw`
    UPDATE "Lease" SET "expiresAt" = clock_timestamp() + ${ttlMs} * interval '1 millisecond'
    WHERE "name" = ${name} AND "owner" = ${owner} AND "fencing" = ${fencing} AND "expiresAt" > clock_timestamp()`
  return renewed === 1
}

/** Lets the next one in at once (the column rounds to milliseconds, so "now" could be half of one away); the row stays, because the fencing number must never start again. */
export async function releaseLease(db: Db, { name, owner, fencing }: Lease): Promise<void> {
  await db.$executeRaw`
    UPDATE "Lease" SET "expiresAt" = clock_timestamp() - interval '1 millisecond'
    WHERE "name" = ${name} AND "owner" = ${owner} AND "fencing" = ${fencing} AND "expiresAt" > clock_timestamp()`
}

/** Ends all leases, for a process that knows it is alone: whoever held them is dead. The fencing numbers go on. */
export async function endLeases(db: Db): Promise<void> {
  await db.$executeRaw`UPDATE "Lease" SET "expiresAt" = clock_timestamp() - interval '1 millisecond' WHERE "expiresAt" > clock_timestamp()`
}
