import { setTimeout as sleep } from 'node:timers/promises'
import { acquireLease, type Lease, type LeaseRequest, releaseLease, renewLease } from './lease.repository.ts'
import type { Database } from './postgres.ts'

/** A lease that renews itself. `lost` aborts before anybody else can have it; `release` gives it back. */
export type HeldLease = {
  readonly fencing: bigint
  readonly lost: AbortSignal
  release(): Promise<void>
}

/** Takes the lease and renews it three times per `ttlMs`; undefined when somebody else holds it. */
export async function holdLease(db: Database, request: LeaseRequest): Promise<HeldLease | undefined> {
  const askedAtMs = performance.now()
  const lease = await acquireLease(db, request)
  if (lease === undefined) return undefined
  const lost = new AbortController()
  const ended = new AbortController()
  void keepRenewing({ db, lease, ttlMs: request.ttlMs, lost, ended, askedAtMs })
  return {
    fencing: lease.fencing,
    lost: lost.signal,
    async release() {
      ended.abort()
      await releaseLease(db, lease)
    },
  }
}

type Keeping = {
  readonly db: Database
  readonly lease: Lease
  readonly ttlMs: number
  readonly lost: AbortController
  readonly ended: AbortController
  readonly askedAtMs: number
}

async function keepRenewing({ db, lease, ttlMs, lost, ended, askedAtMs }: Keeping) {
  // Counted from before the question: the database's own expiry can only be later, even when its answer hangs.
  let alarm = alarmAt(askedAtMs + ttlMs)
  const over = AbortSignal.any([lost.signal, ended.signal])
  over.addEventListener('abort', () => clearTimeout(alarm))
  while (await pause(ttlMs / 3, over)) {
    const askedAgainAtMs = performance.now()
    // A database that is away for a moment is no loss yet: the alarm decides.
    const renewed = await renewLease(db, lease, ttlMs).catch(() => undefined)
    if (over.aborted) return
    if (renewed === false) lost.abort()
    if (renewed !== true) continue
    clearTimeout(alarm)
    alarm = alarmAt(askedAgainAtMs + ttlMs)
  }

  function alarmAt(momentMs: number) {
    return setTimeout(() => lost.abort(), Math.max(0, momentMs - performance.now())).unref()
  }
}

function pause(durationMs: number, over: AbortSignal): Promise<boolean> {
  return sleep(durationMs, true, { signal: over, ref: false }).catch(() => false)
}
