import type { MovableClock } from '../../src/platform/clock.ts'
import { type Logger, silentLogger } from '../../src/platform/logger.ts'
import { type Calls, createCalls } from './calls.ts'
import { createEvents, type SandboxEvents } from './events.ts'
import { createFaultDice, type FaultDice } from './fault-rates.ts'
import { createFaults, type Faults } from './faults.ts'
import { createPeople, type People } from './people.ts'
import { openStore, type SandboxStore } from './store.ts'

export type SandboxOptions = {
  /** The SQLite file; `:memory:` for a sandbox that may forget. */
  readonly stateFile: string
  readonly clock: MovableClock
  readonly log?: Logger
}

/** What every stand-in builds on. */
export type SandboxFrame = {
  readonly store: SandboxStore
  readonly clock: MovableClock
  readonly log: Logger
  readonly events: SandboxEvents
  readonly people: People
  readonly calls: Calls
  readonly faults: Faults
  readonly faultDice: FaultDice
  /** Moves the clock and remembers where it stands for the next start. */
  moveClock(move: { readonly to: Date } | { readonly byMs: number }): void
  /** Tells when the clock was moved by `moveClock`: what waits for a time may be due now. */
  onClockMove(listener: () => void): void
  /** What to end (timers, waiting requests) before the store closes. */
  onClose(end: () => void): void
  /** Ends what waits; requests that are still under way may finish. */
  settle(): void
  /** Settles and closes the store: nothing may be asked afterwards. */
  close(): void
}

export function createFrame({ stateFile, clock, log = silentLogger }: SandboxOptions): SandboxFrame {
  const store = openStore(stateFile)
  const ends: (() => void)[] = []
  const moved: (() => void)[] = []
  const faultDice = createFaultDice(store)
  const offsetMs = store.readSetting('clock-offset-ms')
  if (typeof offsetMs === 'number' && offsetMs !== clock.offsetMs) clock.advance(offsetMs - clock.offsetMs)
  const settle = () => {
    for (const end of ends.splice(0)) end()
  }
  return {
    store,
    clock,
    log,
    events: createEvents(),
    people: createPeople(store),
    calls: createCalls(store, clock),
    faults: createFaults(store, faultDice.draw),
    faultDice,
    moveClock(move) {
      if ('to' in move) clock.set(move.to)
      else clock.advance(move.byMs)
      // A clock that stands still has no offset: whoever made it says where it stands.
      store.writeSetting('clock-offset-ms', clock.offsetMs)
      for (const listener of moved) listener()
    },
    onClockMove(listener) {
      moved.push(listener)
    },
    onClose(end) {
      ends.push(end)
    },
    settle,
    close() {
      settle()
      store.close()
    },
  }
}
