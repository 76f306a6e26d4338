import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ChannelPorts, RawUpdate } from '../../src/channels/channel.ts'
import type { Reply, TelegramClient } from './client.ts'
import { rawUpdateOf } from './verify.ts'

/** Only what is used: everything else never leaves the platform. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** https://core.telegram.org/bots/api#getupdates (read November 2026): the platform waits at most 50 s and gives 100 updates. */
const waitS = 25
const batch = 100
/**
 * After a week of silence the platform counts from a random number again: an old offset could confirm what nobody saw.
 * https://core.telegram.org/bots/api#update (read November 2026)
 */
const offsetLifeMs = 6 * 24 * 3_600_000
const shortestPauseMs = 1_000
const longestPauseMs = 60_000

const memorySchema = z.object({ pollOffset: z.number().int(), pollOffsetAt: z.string() })
const conflictSchema = z.object({ pollConflictAt: z.iso.datetime() })
type Keep = (update: RawUpdate) => Promise<void>

/** When another program was last seen fetching with the same bot, for the doctor. */
export function conflictIn(memory: unknown): Date | undefined {
  const { data } = conflictSchema.safeParse(memory)
  return data && new Date(data.pollConflictAt)
}

/** Fetches updates until aborted. An update counts as received when `keep` has resolved: only then does the offset pass it. */
export async function pollTelegram(
  client: TelegramClient,
  ports: ChannelPorts,
  keep: Keep,
  signal: AbortSignal,
): Promise<void> {
  const remembered = memorySchema.safeParse(await ports.memory.read())
  let place = remembered.success
    ? { offset: remembered.data.pollOffset, at: new Date(remembered.data.pollOffsetAt) }
    : undefined
  let pauseMs = 0
  let conflictPauseMs = 0
  let webhookIsGone = false
  while (!signal.aborted) {
    // A webhook from before would keep every update from us.
    if (!webhookIsGone) webhookIsGone = (await client.call('deleteWebhook', {}, { signal })).kind === 'ok'
    const now = ports.clock.now()
    const fresh = place && now.getTime() - place.at.getTime() < offsetLifeMs
    const payload = {
      timeout: waitS,
      limit: batch,
      allowed_updates: allowedUpdates,
      ...(fresh && place ? { offset: place.offset } : {}),
    }
    const reply = await client.call('getUpdates', payload, { signal, timeoutMs: (waitS + 15) * 1000 })
    if (signal.aborted) return
    const result = reply.kind === 'ok' ? await keepAll(reply.result, keep, ports) : undefined
    if (result?.offset !== undefined) {
      place = { offset: result.offset, at: now }
      await ports.memory.write({ pollOffset: place.offset, pollOffsetAt: now.toISOString() })
    }
    if (result && !result.failed) {
      pauseMs = 0
      continue
    }
    if (isConflict(reply)) {
      // Two pollers throw each other out in turn: what came in between is no reason to begin again with short rests.
      pauseMs = conflictPauseMs = pauseAfter(reply, conflictPauseMs)
      await ports.memory.write({ pollConflictAt: ports.clock.now().toISOString() })
    } else pauseMs = pauseAfter(reply, pauseMs)
    if (reply.kind !== 'ok') report(reply, ports, pauseMs)
    await sleep(pauseMs, undefined, { signal }).catch(() => {})
  }
}

async function keepAll(updates: unknown, keep: Keep, ports: ChannelPorts) {
  let offset: number | undefined
  if (!Array.isArray(updates)) return { offset, failed: true }
  for (const update of updates) {
    const raw = rawUpdateOf(update)
    if (!raw) continue
    try {
      await keep(raw)
    } catch (error) {
      ports.log.error({ err: error, update: raw.externalId }, 'a Telegram update could not be kept; it will come again')
      return { offset, failed: true }
    }
    offset = Number(raw.externalId) + 1
  }
  return { offset, failed: false }
}

const isConflict = (reply: Reply<unknown>) => reply.kind === 'refused' && reply.code === 409

/** A refused token or a second poller does not mend itself quickly; a network may. */
function pauseAfter(reply: Reply<unknown>, beforeMs: number): number {
  if (reply.kind === 'refused' && reply.retryAfterMs !== undefined) return reply.retryAfterMs
  const first = reply.kind === 'refused' && reply.code < 500 ? 5 * shortestPauseMs : shortestPauseMs
  return Math.min(Math.max(first, beforeMs * 2), longestPauseMs)
}

function report(reply: Exclude<Reply<unknown>, { kind: 'ok' }>, ports: ChannelPorts, pauseMs: number): void {
  const code = String(reply.code)
  if (code === '409' && reply.kind === 'refused' && /webhook/i.test(reply.description))
    ports.log.error({ code, pauseMs }, 'a webhook keeps updates of the Telegram bot from being fetched')
  else if (code === '409')
    ports.log.error({ code, pauseMs }, 'another program fetches updates with the same Telegram bot')
  else if (code === '401' || code === '404') ports.log.error({ code, pauseMs }, 'Telegram refuses the token of the bot')
  else ports.log.warn({ code, pauseMs }, 'fetching updates from Telegram failed')
}
