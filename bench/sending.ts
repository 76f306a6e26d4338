import { setTimeout as rest } from 'node:timers/promises'
import type { Place } from './place.ts'

/** How a broadcast ended. */
export type Sent = {
  readonly audience: number
  readonly sent: number
  /** Neither sent nor on its way: skipped, failed or unknown. */
  readonly otherwise: number
  /** From the moment of pressing send until the last one was settled. */
  readonly settledMs: number
  /** … and until the broadcast was finished. */
  readonly finishedMs: number
}

/** Waits until a broadcast that was started at `startedAt` (as `Date.now()`) is finished; gives up after `withinMs`. */
export async function untilFinished(
  { db }: Pick<Place, 'db'>,
  broadcastId: string,
  startedAt: number,
  withinMs: number,
): Promise<Sent> {
  for (;;) {
    const { state, stateDetail } = await db.broadcast.findUniqueOrThrow({ where: { id: broadcastId } })
    if (state === 'finished') break
    if (state === 'stopped' || state === 'cancelled') throw new Error(`the broadcast is ${state}: ${stateDetail}`)
    if (Date.now() - startedAt > withinMs) throw new Error(`not finished within ${withinMs} ms`)
    await rest(50)
  }
  const finishedMs = Date.now() - startedAt
  const [counted] = await db.$queryRaw<{ audience: number; sent: number; last: Date }[]>`
    SELECT count(*)::int AS audience, count(*) FILTER (WHERE state = 'sent')::int AS sent, max("settledAt") AS last
    FROM "Delivery" WHERE "broadcastId" = ${broadcastId}::uuid`
  const { audience = 0, sent = 0, last } = counted ?? {}
  const settledMs = last ? last.getTime() - startedAt : finishedMs
  return { audience, sent, otherwise: audience - sent, settledMs, finishedMs }
}
