import { setTimeout as rest } from 'node:timers/promises'
import type { Channel } from '../channels/channel.ts'
import type { Deps } from '../domain/deps.ts'
import { catchUp } from '../domain/inbox/catch-up.ts'
import { type AccountWork, createAccountWork } from './account-work.ts'

/** When the platform cannot be asked, it is tried again after these pauses; what was said stays there meanwhile. */
const pausesMs = [30_000, 120_000, 600_000]
/** A call that is under way to a platform that hangs must hold up neither the end nor the other accounts. */
const endMs = 2_000

/** Reads back the chats of accounts that were just opened, beside everything else. */
export const createCatchingUp = (deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>): AccountWork =>
  createAccountWork((channel, ended) => untilDone(deps, channel, ended), { endMs })

async function untilDone(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  channel: Channel,
  ended: AbortSignal,
): Promise<void> {
  if (!channel.catchUp) return
  // Taken before anything can come in: what arrives from now on says nothing about the time before.
  const heardUntil = deps.clock.now()
  for (const pauseMs of [0, ...pausesMs]) {
    await rest(pauseMs, undefined, { signal: ended }).catch(() => {})
    if (ended.aborted) return
    try {
      await catchUp(deps, channel, heardUntil, ended)
      return
    } catch (error) {
      if (ended.aborted) return
      const facts = { account: channel.accountId, error: String(error) }
      deps.log.warn(facts, 'what was said in the meantime could not be read back yet')
    }
  }
}
