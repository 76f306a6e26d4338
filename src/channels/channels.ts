import type { Channel } from './channel.ts'

/** The channel accounts that are on now. */
export type Channels = {
  byAccount(accountId: string): Channel | undefined
  all(): readonly Channel[]
}
