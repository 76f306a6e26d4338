import { until } from '../flows/until.ts'
import type { Wish } from './publications.ts'
import type { Stage } from './stage.ts'

export type Started = {
  readonly broadcastId: string
  readonly publicationId: string
  readonly words: string
  readonly conferenceId?: string
}

/** Staff press "send" in the browser. */
export async function press(stage: Stage, wish: Wish = {}): Promise<Started> {
  const { id, words, conferenceId } = await stage.staff.released(wish)
  const plan = `/publications/${id}/plan`
  const pressed = await stage.staff.editor.send(plan, `/publications/${id}/broadcasts`)
  const broadcastId = /\/broadcasts\/([\w-]+)/.exec(pressed.location)?.[1]
  if (!broadcastId) throw new Error(`Nothing was sent: ${pressed.status} ${pressed.words}`)
  return { broadcastId, publicationId: id, words, ...(conferenceId !== undefined && { conferenceId }) }
}

/** How many of its messages were written to the stand-in so far. */
export const writtenOf = ({ gate }: Stage, { words }: Pick<Started, 'words'>): number =>
  gate.calls().filter((call) => call.words.includes(words)).length

/** Until so many of its messages were written, or a moment has passed. */
export const untilWritten = (stage: Stage, started: Started, count: number): Promise<void> =>
  until(() => writtenOf(stage, started) >= count, `${count} messages of "${started.words}"`, 10_000)

export const between = (random: () => number, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1))

/**
 * What a minute would change after a death, without the minute: the dead one's leases are over, and what it was sending has been
 * silent for too long. Only when no worker lives, since a living one's rows must not look abandoned.
 */
export async function aMinuteLater({ db }: Stage): Promise<void> {
  await db.$executeRaw`UPDATE "Lease" SET "expiresAt" = clock_timestamp() - interval '1 millisecond' WHERE "expiresAt" > clock_timestamp()`
  await db.$executeRaw`UPDATE "Delivery" SET "sendingAt" = "sendingAt" - interval '61 seconds' WHERE state = 'sending'`
  await db.$executeRaw`UPDATE "Reply" SET "sendingAt" = "sendingAt" - interval '61 seconds' WHERE state = 'sending'`
}

/** The rows that say now that they are being sent, of whichever sending. */
export async function sendingNow({ db }: Pick<Stage, 'db'>): Promise<ReadonlySet<string>> {
  const rows = await db.delivery.findMany({ where: { state: 'sending' }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}
