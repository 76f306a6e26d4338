import { listAccounts } from '../domain/accounts/accounts.repository.ts'
import type { Deps } from '../domain/deps.ts'
import type { Levels, Measured } from '../platform/metrics.ts'
import { countLedger, findLag } from './levels.repository.ts'

/** However often somebody asks, the database is asked no more often than this. */
const keptMs = 5_000
/** A database that hangs must not hold up what else there is to tell. */
const readMs = 3_000

/** Reads the levels, kept for a moment. */
export function createLevels(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  leads: () => boolean,
): () => Promise<Levels> {
  let kept: { readonly untilMs: number; readonly measured: Promise<Measured | undefined> } | undefined
  return async () => {
    const nowMs = performance.now()
    if (!kept || kept.untilMs < nowMs) kept = { untilMs: nowMs + keptMs, measured: inTime(read(deps), deps) }
    return { leads: leads(), measured: await kept.measured }
  }
}

async function read({ db, clock, queue }: Pick<Deps, 'db' | 'clock' | 'queue'>): Promise<Measured> {
  const accounts = (await listAccounts(db)).filter(({ state }) => state !== 'off')
  const ofAccounts = accounts.map(async ({ id, channel }) => {
    return { channel, account: id, jobs: await queue.depth({ accountId: id }) }
  })
  const ofDesk = queue.depth('desk').then((jobs) => ({ channel: 'desk', account: '', jobs }))
  const [lanes, lag, ledger] = await Promise.all([
    Promise.all([ofDesk, ...ofAccounts]),
    findLag(db, clock.now()),
    countLedger(db),
  ])
  return { lanes, lag, ledger }
}

function inTime<T>(reading: Promise<T>, { log }: Pick<Deps, 'log'>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, readMs, undefined).unref())
  const told = reading.catch((error: unknown) => {
    log.warn({ err: error }, 'the levels for the metrics cannot be read')
    return undefined
  })
  return Promise.race([told, late])
}
