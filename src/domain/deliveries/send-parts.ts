import type { Channel, Part, SendManner } from '../../channels/channel.ts'
import type { SendOutcome, SendTrace } from '../../channels/send-outcome.ts'
import type { Logger } from '../../platform/logger.ts'

/** What became of the parts that had not been sent yet. */
export type PartsResult = {
  /** Of the last part that was tried. */
  readonly outcome: SendOutcome
  /** One entry per part that arrived, earlier attempts included. */
  readonly messageIds: readonly string[]
  readonly costVnd: number
  readonly traces: readonly SendTrace[]
}

/** Sends part after part, going on after those that arrived before, and stops at the first that does not arrive. */
export async function sendParts(input: {
  readonly channel: Channel
  readonly address: string
  readonly parts: readonly Part[]
  readonly before: { readonly messageIds: readonly string[]; readonly costVnd: number }
  readonly keep: (sent: { readonly messageIds: readonly string[]; readonly costVnd: number }) => Promise<unknown>
  /** Writes down that the sending goes on: a large file may take minutes, and a sweep gives up what has been silent for one. */
  readonly alive: () => Promise<unknown>
  /** Whether somebody waits for it at their phone. */
  readonly how?: SendManner
  readonly log: Logger
}): Promise<PartsResult> {
  const beat = setInterval(() => {
    input.alive().catch((error: unknown) => input.log.warn({ err: error }, 'a sending could not say that it goes on'))
  }, aliveEveryMs).unref()
  try {
    return await sendEach(input)
  } finally {
    clearInterval(beat)
  }
}

/** What the calls took of the account's pace. */
export const weightOf = (traces: readonly SendTrace[]): number =>
  traces.reduce((sum, { weight = 1 }) => sum + weight, 0)

const aliveEveryMs = 20_000

async function sendEach(input: Omit<Parameters<typeof sendParts>[0], 'alive'>): Promise<PartsResult> {
  const { channel, address, parts, before, keep, how, log } = input
  let { messageIds, costVnd } = before
  let outcome = nothingLeft
  const traces: SendTrace[] = []
  for (const part of parts.slice(before.messageIds.length)) {
    outcome = await sendSafely(channel, address, part, { how, log })
    traces.push(outcome.trace)
    if (outcome.kind !== 'sent') break
    // A part is one entry, however many messages the platform made of it.
    messageIds = [...messageIds, outcome.messageIds.join(' ') || '-']
    costVnd += outcome.costVnd
    if (messageIds.length < parts.length) await keep({ messageIds, costVnd })
  }
  return { outcome, messageIds, costVnd, traces }
}

// A crash after the last part was kept: everything had arrived.
const nothingLeft: SendOutcome = { kind: 'sent', messageIds: [], costVnd: 0, trace: { method: 'none', durationMs: 0 } }

// A channel never throws for what a platform does; when it does throw, nobody knows how far it came.
async function sendSafely(
  channel: Channel,
  address: string,
  part: Part,
  { how, log }: { readonly how: SendManner | undefined; readonly log: Logger },
): Promise<SendOutcome> {
  try {
    return await channel.send(address, part, how)
  } catch (error) {
    log.error({ account: channel.accountId, err: error }, 'a channel threw while sending')
    return { kind: 'unknown', code: 'internal-error', trace: { method: 'unknown', durationMs: 0 } }
  }
}
