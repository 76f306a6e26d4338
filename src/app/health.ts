import type { ChannelHealth } from '../channels/channel.ts'
import { listAccounts } from '../domain/accounts/accounts.repository.ts'
import type { Deps } from '../domain/deps.ts'
import type { Health } from '../web/web-deps.ts'

/** A platform that does not answer must not hold up whoever asks how we are. */
const checkMs = 3_000

/** What /healthz tells: each part is asked now, none may make the answer wait long. */
export function createHealth(deps: Pick<Deps, 'db' | 'queue' | 'channels'>): () => Promise<Health> {
  return async () => {
    const accounts = await listAccounts(deps.db).catch(() => undefined)
    const queue = await deps.queue.check()
    if (!accounts) return { database: 'failing', queue, accounts: [] }
    const told = accounts.map(async ({ id, channel, name, state }) => {
      const live = state === 'on' ? deps.channels.byAccount(id) : undefined
      return { id, channel, name, state, ...(live && { health: await inTime(live.check()) }) }
    })
    return { database: 'ok', queue, accounts: await Promise.all(told) }
  }
}

function inTime(check: Promise<ChannelHealth>): Promise<ChannelHealth> {
  const late = new Promise<ChannelHealth>((resolve) => {
    setTimeout(resolve, checkMs, {
      kind: 'failing',
      code: 'no-answer',
      detail: `no answer within ${checkMs} ms`,
    }).unref()
  })
  const failed = (error: unknown): ChannelHealth => ({ kind: 'failing', code: 'check-failed', detail: String(error) })
  return Promise.race([check.catch(failed), late])
}
