import type { Channel } from './channel.ts'

/** The channel accounts of this process. */
export type Channels = {
  /** Of an account that is on; undefined for one in alarm, which sends nothing until it is mended. */
  byAccount(accountId: string): Channel | undefined
  /** Of all accounts that are on. */
  all(): readonly Channel[]
  /** Of all accounts that hear people: those that are on, and those in alarm. */
  listening(): readonly Channel[]
}
