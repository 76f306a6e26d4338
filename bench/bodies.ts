import type { StandIn } from './stand-in.ts'

/** One call as the product made it: the body of a sendMessage. */
export type Body = Readonly<Record<string, unknown>>

/** What the product posted in the calls above `sinceCall`, from the stand-in's log: written out again, each has the length it had. */
export function recordedBodies(standIn: Pick<StandIn, 'withFile'>, most: number): readonly Body[] {
  return standIn.withFile((database) =>
    database
      .prepare(`SELECT request FROM calls WHERE method = 'sendMessage' AND effect = 1 ORDER BY id LIMIT ?`)
      .all(most)
      .map(({ request }) => bodyOf(JSON.parse(String(request)))),
  )
}

// The log holds every parameter as the text it came to; what was an object in the body is one again.
const bodyOf = (parameters: Readonly<Record<string, string>>): Body =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, /^[{[]/.test(value) ? JSON.parse(value) : value]),
  )

/** The newest call in the log, so that later ones can be told apart. */
export const lastCall = (standIn: Pick<StandIn, 'withFile'>): number =>
  standIn.withFile((database) => Number(database.prepare('SELECT coalesce(max(id), 0) AS id FROM calls').get()?.id))
