import { z } from 'zod'
import type { SandboxStore } from '../store.ts'

/** Where the real service's ways are not settled, or cost something to have: one object, kept over restarts. */
const zaloSwitches = z.object({
  /** Counting 100 or 2,000 calls a minute (by real time, as the pace of those who send). */
  limits: z.boolean().default(true),
  /** Whether free messages may carry buttons; otherwise -233. */
  buttons: z.boolean().default(true),
  /** Telling the webhook what the account itself sent. */
  echoes: z.boolean().default(true),
  signature: z.enum(['mac', 'bare']).default('mac'),
  blockedCode: z.union([z.literal(-244), z.literal(-213), z.literal(-217)]).default(-244),
  /** For somebody who never wrote, once the welcome messages are used up. */
  neverCode: z.union([z.literal(-232), z.literal(-230), z.literal(-213), z.literal(-218)]).default(-232),
  spentTokenCode: z.union([z.literal(-14014), z.literal(-14020)]).default(-14014),
  /** More free messages than this inside 48 hours cost like late ones; null: no cap. */
  replyCapIn48h: z.number().int().min(1).nullable().default(null),
})
export type ZaloSwitches = z.infer<typeof zaloSwitches>

const name = 'zalo-switches'

export const readSwitches = (store: SandboxStore): ZaloSwitches => zaloSwitches.parse(store.readSetting(name) ?? {})

export function writeSwitches(store: SandboxStore, changes: unknown): ZaloSwitches {
  const changed = zaloSwitches.partial().strict().parse(changes)
  const switches = zaloSwitches.parse({ ...readSwitches(store), ...JSON.parse(JSON.stringify(changed)) })
  store.writeSetting(name, switches)
  return switches
}
