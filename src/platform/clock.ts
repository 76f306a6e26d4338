/** The only source of "now" for domain, bots and sandbox. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that people and tests can move; it runs on between moves when `running` (the demo), and stands still otherwise (tests). */
export type MovableClock = Clock & { set(to: Date): void; advance(byMs: number): void; readonly offsetMs: number }

export function movableClock(start: {
  readonly at?: Date
  readonly running: boolean
  readonly offsetMs?: number
}): MovableClock {
  let offsetMs = start.offsetMs ?? 0
  let stood = start.at ?? new Date()
  const now = () => (start.running ? new Date(Date.now() + offsetMs) : stood)
  return {
    now,
    set(to) {
      if (start.running) offsetMs = to.getTime() - Date.now()
      else stood = to
    },
    advance(byMs) {
      if (start.running) offsetMs += byMs
      else stood = new Date(stood.getTime() + byMs)
    },
    get offsetMs() {
      return offsetMs
    },
  }
}
