import type { ChannelHealth } from '../channels/channel.ts'
import { listAccounts } from '../domain/accounts/accounts.repository.ts'
import type { Deps } from '../domain/deps.ts'
import type { Health } from '../web/web-deps.ts'

/** Neither a platform nor a database that hangs may hold up whoever asks how we are. */
const checkMs = 3_000

/** What /healthz tells: each part is asked now, none may make the answer wait long. */
export function createHealth(deps: Pick<Deps, 'db' | 'queue' | 'channels'>, limitMs = checkMs): () => Promise<Health> {
  return async () => {
    const [accounts, queue] = await Promise.all([
      inTime(listAccounts(deps.db), limitMs, () => undefined),
      inTime(deps.queue.check(), limitMs, () => 'failing' as const),
    ])
    if (!accounts) return { database: 'failing', queue, accounts: [] }
    const told = accounts.map(async ({ id, channel, name, state, stateReason }) => {
      const live = deps.channels.listening().find(({ accountId }) => accountId === id)
      return {
        id,
        channel,
        name,
        state,
        ...(stateReason === null ? {} : { reason: stateReason }),
        ...(live && { health: await inTime(live.check(), limitMs, failing(limitMs)) }),
      }
    })
    return { database: 'ok', queue, accounts: await Promise.all(told) }
  }
}

/** Whether this process itself can work; no platform is asked. */
export function createOwnHealth(
  deps: Pick<Deps, 'db' | 'queue'>,
  limitMs = checkMs,
): () => Promise<Pick<Health, 'database' | 'queue'>> {
  return async () => {
    const [accounts, queue] = await Promise.all([
      inTime(listAccounts(deps.db), limitMs, () => undefined),
      inTime(deps.queue.check(), limitMs, () => 'failing' as const),
    ])
    return { database: accounts ? 'ok' : 'failing', queue }
  }
}

const failing =
  (limitMs: number) =>
  (error?: unknown): ChannelHealth =>
    error === undefined
      ? { kind: 'failing', code: 'no-answer', detail: `no answer within ${limitMs} ms` }
      : { kind: 'failing', code: 'check-failed', detail: String(error) }

/** What the check says, or `otherwise`: without an error when it took too long. */
function inTime<T, F>(check: Promise<T>, limitMs: number, otherwise: (error?: unknown) => F): Promise<T | F> {
  const late = new Promise<F>((resolve) => {
    setTimeout(() => resolve(otherwise()), limitMs).unref()
  })
  return Promise.race([check.catch(otherwise), late])
}
