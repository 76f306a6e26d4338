import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { TelegramClient } from './client.ts'
import type { TelegramSettings } from './config.ts'

/** Who gets it, and how; the beginning of every sending call. */
export type Sender = {
  readonly client: TelegramClient
  readonly ports: ChannelPorts
  readonly address: string
  /** Somebody waits for it at their phone. */
  readonly inAnswer: boolean
  readonly settings: Pick<TelegramSettings, 'paidBroadcast' | 'albumCost'>
}

/**
 * Answers do not count as bulk, so Stars are never spent on them. https://core.telegram.org/bots/faq#broadcasting-to-users (read November
 * 2026)
 */
export const callTo = ({ address, inAnswer, settings }: Sender) => ({
  chat_id: /^\d+$/.test(address) ? Number(address) : address,
  ...(settings.paidBroadcast && !inAnswer ? { allow_paid_broadcast: true as const } : {}),
})

/** What was sent stays sent, whatever becomes of what we note about it. */
export const noteDown = (ports: Pick<ChannelPorts, 'log'>, noting: Promise<void>): Promise<void> =>
  noting.catch((error: unknown) =>
    ports.log.warn({ err: error }, 'what Telegram answered to a sending could not be noted'),
  )
