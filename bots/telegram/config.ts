import { z } from 'zod'

/**
 * What BotFather gave, and the word that proves a webhook call (at most 256 characters). https://core.telegram.org/bots/api#setwebhook
 * (read November 2026)
 */
export const telegramSecrets = z.object({
  token: z.string().regex(/^[1-9]\d{5,12}:[\w-]{20,70}$/, 'must look like 123456789:AA…'),
  webhookSecret: z
    .string()
    .regex(/^[\w-]{16,256}$/, 'must be 16-256 characters of A-Z a-z 0-9 _ -')
    .optional(),
})
export type TelegramSecrets = z.infer<typeof telegramSecrets>

export const telegramSettings = z.object({
  /**
   * About 30 messages/s, in short windows, since a limiter lets a whole window through at once.
   * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (read November 2026)
   */
  pace: z
    .object({ messages: z.number().int().min(1).max(1000), perMs: z.number().int().min(20).max(60_000) })
    .default({ messages: 3, perMs: 100 }),
  /**
   * Up to 1,000 messages/s for Stars, where BotFather was told so. https://core.telegram.org/bots/api#paid-broadcasts (read November
   * 2026)
   */
  paidBroadcast: z.boolean().default(false),
  /**
   * Whether an album counts as each of its messages against the limit of the bot; nowhere documented (November 2026), so the careful
   * answer.
   */
  albumCost: z.enum(['each', 'one']).default('each'),
  /** Where updates are to be sent; without it they are fetched. */
  webhookUrl: z.url({ protocol: /^https?$/ }).optional(),
})
export type TelegramSettings = z.infer<typeof telegramSettings>
