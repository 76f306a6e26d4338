import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import type { Channel } from '../../channels/channel.ts'
import { holdLease } from '../../platform/hold-lease.ts'
import { mergeMemory, readMemory, takeFromMemory } from '../accounts/accounts.repository.ts'
import type { Deps } from '../deps.ts'
import { findLastReceived } from './inbox-items.repository.ts'
import { keepUpdate } from './keep-update.ts'

/** The last update before the silence may not have been the last that was said: some were on their way. */
const marginMs = 600_000
/** Whoever was killed in the middle of it is followed after at most this and one try. */
const leaseMs = 8_000
const tryEveryMs = 1_000

type CatchUpDeps = Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>
type Listening = Pick<Channel, 'accountId' | 'catchUp'>

/**
 * Reads back what was said in an account's chats while nobody listened, as the platform itself kept it: what is known already
 * is recognised, and an account that never heard anybody missed nothing. `heardUntil` is when somebody listened last for
 * certain. Done by one process at a time, and by the next one when that dies over it; throws when the platform could not be asked.
 */
export async function catchUp(
  deps: CatchUpDeps,
  channel: Listening,
  heardUntil: Date,
  signal?: AbortSignal,
): Promise<number> {
  if (!channel.catchUp) return 0
  const since = await missedSince(deps, channel.accountId, heardUntil)
  if (!since) return 0
  await mergeMemory(deps.db, channel.accountId, { [missedKey]: since.toISOString() })
  return readBack(deps, channel, signal)
}

/** Goes on with what a process began to read back and did not end; nothing is asked when there is no such thing. */
export async function catchUpBrokenOff(deps: CatchUpDeps, channel: Listening, signal?: AbortSignal): Promise<number> {
  return channel.catchUp ? readBack(deps, channel, signal) : 0
}

/** Once it has the turn, what another process has read back meanwhile is not asked for again. */
async function readBack(deps: CatchUpDeps, channel: Listening, signal?: AbortSignal): Promise<number> {
  const { accountId } = channel
  const request = { name: `catch-up ${accountId}`, owner: randomUUID(), ttlMs: leaseMs }
  for (;;) {
    const since = await keptSince(deps, accountId)
    if (!since || signal?.aborted) return 0
    const lease = await holdLease(deps.db, request)
    if (!lease) {
      await rest(tryEveryMs, undefined, { signal }).catch(() => undefined)
      continue
    }
    try {
      const mine = await keptSince(deps, accountId)
      return mine ? await readSince(deps, channel, mine, AbortSignal.any([lease.lost, ...(signal ? [signal] : [])])) : 0
    } finally {
      await lease.release()
    }
  }
}

async function readSince(deps: CatchUpDeps, channel: Listening, since: Date, signal: AbortSignal): Promise<number> {
  const { accountId } = channel
  let missed = 0
  await channel.catchUp?.(
    async (update) => {
      if ((await keepUpdate(deps, { accountId, update })) === 'new') missed += 1
    },
    since,
    signal,
  )
  // Whoever found meanwhile that more was missed has written an earlier moment there.
  await takeFromMemory(deps.db, accountId, missedKey, since.toISOString())
  if (missed > 0) deps.log.info({ account: accountId, missed }, 'what was said while nobody listened was read back')
  return missed
}

/** Where an account remembers from when on it has still to read: what is heard while that goes on would hide it after a restart. */
const missedKey = 'missedSince'

async function keptSince({ db }: Pick<Deps, 'db'>, accountId: string): Promise<Date | undefined> {
  const kept = Date.parse(String((await readMemory(db, accountId))[missedKey] ?? ''))
  return Number.isNaN(kept) ? undefined : new Date(kept)
}

async function missedSince(deps: Pick<Deps, 'db'>, accountId: string, heardUntil: Date): Promise<Date | undefined> {
  const last = await findLastReceived(deps.db, accountId, heardUntil)
  if (!last) return undefined
  const from = last.getTime() - marginMs
  const kept = await keptSince(deps, accountId)
  return new Date(Math.min(kept?.getTime() ?? from, from))
}
