import { Prisma } from '../../../prisma/generated/client.ts'
import type { Database } from '../../platform/postgres.ts'

/** Where a moment of the clock says how long something waits, or since when it is under way. */
const waits = [
  ['Delivery', 'notBefore', 'planned'],
  ['Delivery', 'sendingAt', 'sending'],
  ['Reply', 'notBefore', 'planned'],
  ['Reply', 'sendingAt', 'sending'],
  ['RevisionStep', 'notBefore', 'planned'],
] as const

/**
 * After a clock that was ahead was put back: what was to wait a few seconds would wait for all those hours. What lies less than half
 * as far ahead was written by the right clock, or can wait, and stays; so nothing is moved twice.
 */
export async function moveWaitsBack(db: Database, byMs: number, now: Date): Promise<number> {
  const farAhead = new Date(now.getTime() + byMs / 2)
  let moved = 0
  for (const [table, column, state] of waits) {
    const [from, moment] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)]
    moved += await db.$executeRaw(Prisma.sql`
      UPDATE ${from} SET ${moment} = ${moment} - ${byMs} * interval '1 millisecond'
      WHERE state::text = ${state} AND ${moment} > ${farAhead}`)
  }
  return moved
}
