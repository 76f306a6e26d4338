import type { Channel } from '../src/channels/channel.ts'
import { followCare } from '../src/domain/accounts/follow-care.ts'
import { moveWaitsBack } from '../src/domain/broadcasts/clock-fall.repository.ts'
import { sweep } from '../src/domain/broadcasts/sweep.ts'
import { createCompose } from '../src/domain/deliveries/compose-delivery.ts'
import { lookUpUnknown } from '../src/domain/deliveries/look-up.ts'
import type { Deps } from '../src/domain/deps.ts'
import { dropAbandonedUploads } from '../src/domain/files/files.repository.ts'
import { catchUp, catchUpBrokenOff } from '../src/domain/inbox/catch-up.ts'
import { hashOldNumbers } from '../src/domain/reporters/hash-old-numbers.ts'
import { systemClock } from '../src/platform/clock.ts'
import { watchForClockFall } from '../src/platform/clock-fall.ts'
import { type HeldLease, holdLease } from '../src/platform/hold-lease.ts'
import { atMost } from './bullmq-workers.ts'

export type ScheduleOptions = {
  /** This process, under a name nobody else has. */
  readonly owner: string
  /** No other process sends from this database. */
  readonly alone: boolean
  /** On the domain's clock, before this process could send anything. */
  readonly processStartedAt: Date
  readonly sweepEveryMs?: number
  /** Puts right what the queue keeps in moments of this machine's clock, once that was put back. */
  readonly clockFell?: (byMs: number) => Promise<void>
}

export type Schedules = {
  /** Whether this process is the one that sweeps and cares now. */
  leads(): boolean
  stop(): Promise<void>
}

/** A killed leader is followed after at most this and one round; a stall shorter than two thirds of it costs nothing. */
const leaseTtlMs = 8_000
const careEveryMs = 60_000
const endMs = 2_000
/** A round that hangs holds up the end no longer than this; whatever it would still do, the next leader does. */
const roundEndMs = 5_000

/**
 * The plain timer that repairs the queue and therefore never runs from it: about every second the one process that holds the
 * leader lease sweeps, and once a minute it lets every channel take care of itself.
 */
export function startSchedules(deps: Deps, options: ScheduleOptions): Schedules {
  const { owner, alone, processStartedAt, sweepEveryMs = 1_000 } = options
  let lease: HeldLease | undefined
  let caredAtMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const ending = new AbortController()

  const compose = createCompose(deps)
  const lookUps = besides(deps)
  const gaps = besides(deps)

  let awakeAt = deps.clock.now()
  let wasAwakeAtMs = systemClock.now().getTime()
  let missedSince: Date | undefined
  const noticeGap = () => {
    const heardUntil = awakeAt
    const nowMs = systemClock.now().getTime()
    const awayMs = nowMs - wasAwakeAtMs
    wasAwakeAtMs = nowMs
    awakeAt = deps.clock.now()
    if (awayMs > awayTooLongMs) missedSince ??= heardUntil
  }
  const listenAgain = (leadsNow: boolean) => {
    const heardUntil = missedSince
    missedSince = undefined
    // Whoever led before may have died while it read back.
    if (heardUntil)
      gaps.start(() => forAll(deps, ending.signal, (each) => catchUp(deps, each, heardUntil, ending.signal)))
    else if (leadsNow)
      gaps.start(() => forAll(deps, ending.signal, (each) => catchUpBrokenOff(deps, each, ending.signal)))
  }

  const clockFall = watchForClockFall()
  let fellMs = 0
  const putRight = async () => {
    if (fellMs === 0) return
    deps.log.warn({ fellMs: Math.round(fellMs) }, 'the clock was put back: what was to wait until then waits no longer')
    await moveWaitsBack(deps.db, fellMs, deps.clock.now())
    await options.clockFell?.(fellMs)
    fellMs = 0
  }

  const round = async () => {
    noticeGap()
    fellMs += Math.round(clockFall())
    if (lease?.lost.aborted) lease = undefined
    const led = lease !== undefined
    lease ??= await holdLease(deps.db, { name: 'leader', owner, ttlMs: leaseTtlMs })
    if (!lease) {
      // Whoever leads meanwhile was awake, or finds its own gap, and finds the clock as it is here.
      missedSince = undefined
      fellMs = 0
    }
    if (!lease || stopped) return
    await putRight()
    listenAgain(!led)
    await sweep(deps, { processStartedAt, alone })
    lookUps.start(() => lookUpUnknown({ ...deps, compose }))
    if (performance.now() - caredAtMs < careEveryMs) return
    caredAtMs = performance.now()
    await takeCare(deps)
  }
  let running: Promise<void> = Promise.resolve()
  const turn = () => {
    running = round()
      .catch((error: unknown) => deps.log.error({ err: error }, 'a round of the schedules failed'))
      .then(() => {
        if (!stopped) timer = setTimeout(turn, sweepEveryMs)
      })
  }
  turn()
  return {
    leads: () => lease !== undefined && !lease.lost.aborted,
    async stop() {
      stopped = true
      clearTimeout(timer)
      ending.abort()
      await atMost(roundEndMs, running)
      await lease
        ?.release()
        .catch((error: unknown) => deps.log.warn({ err: error }, 'the leader lease was not given back'))
      lease = undefined
      // A platform that hangs must not hold up the end, nor the next leader.
      await atMost(endMs, Promise.all([lookUps.ended(), gaps.ended()]))
    },
  }
}

/** Work that asks platforms: one run at a time, beside the rounds, which it must not hold up. */
function besides({ log }: Pick<Deps, 'log'>) {
  let running: Promise<unknown> | undefined
  return {
    start(work: () => Promise<unknown>): void {
      running ??= work()
        .catch((error: unknown) => log.error({ err: error }, 'something beside the schedules failed'))
        .finally(() => {
          running = undefined
        })
    },
    ended: async () => void (await running),
  }
}

/** A process that was held up or asleep for so long heard nothing meanwhile. */
const awayTooLongMs = 120_000

async function forAll(deps: Deps, ended: AbortSignal, readBack: (channel: Channel) => Promise<unknown>): Promise<void> {
  for (const channel of deps.channels.listening())
    await readBack(channel).catch((error: unknown) => {
      if (ended.aborted) return
      deps.log.warn({ account: channel.accountId, err: error }, 'what was said in the meantime could not be read back')
    })
}

/** An upload that a crash cut short leaves chunks that nothing names. */
const abandonedAfterMs = 24 * 3_600_000

async function takeCare(deps: Pick<Deps, 'db' | 'clock' | 'channels' | 'keyring' | 'log'>): Promise<void> {
  await hashOldNumbers(deps)
  await dropAbandonedUploads(deps.db, new Date(deps.clock.now().getTime() - abandonedAfterMs))
  const cares = deps.channels.listening().map(async (channel) => {
    try {
      await followCare(deps, channel.accountId, await channel.care?.())
    } catch (error) {
      deps.log.error({ account: channel.accountId, err: error }, 'a channel could not take care of itself')
    }
  })
  await Promise.all(cares)
}
