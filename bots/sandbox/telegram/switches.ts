import type { SandboxStore } from '../store.ts'

/** How strict the stand-in is; every switch begins strict. */
export type TelegramSwitches = {
  /** Refuses unknown parameters, wrong types and unused files. Off: as lenient as the platform, which makes 0 or false of junk. */
  readonly strictParameters: boolean
  /** The same offset asked for again too soon is slowed down, and so is a second 409. */
  readonly pollSlowDown: boolean
  /** Keeps every update back until it is switched off: time to put them into another order. */
  readonly holdUpdates: boolean
  /** The share of updates that are delivered twice, by seeded chance: for a soak. */
  readonly repeatUpdates: number
}

export type Switches = {
  read(): TelegramSwitches
  set(change: Partial<TelegramSwitches>): void
}

const settingName = 'telegram-switches'

export function createSwitches(store: SandboxStore): Switches {
  let switches: TelegramSwitches = {
    strictParameters: true,
    pollSlowDown: true,
    holdUpdates: false,
    repeatUpdates: 0,
    ...(store.readSetting(settingName) as object | undefined),
  }
  return {
    read: () => switches,
    set(change) {
      switches = { ...switches, ...change }
      store.writeSetting(settingName, switches)
    },
  }
}
