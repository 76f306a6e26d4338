import type { Channel } from '../channels/channel.ts'
import type { Channels } from '../channels/channels.ts'
import type { ChannelAccount } from '../domain/accounts/account.ts'
import { listAccounts } from '../domain/accounts/accounts.repository.ts'
import type { Logger } from '../platform/logger.ts'
import type { Database } from '../platform/postgres.ts'

/**
 * The channels of the accounts that are on or in alarm, kept like the rows say: an administrator on any process turns them on
 * and off, and a refusal puts them in alarm. In alarm they go on hearing people and taking care of their tokens.
 */
export type LiveChannels = Channels & {
  /** Opens and closes channels until they equal the rows. */
  refresh(): Promise<void>
}

export type Opening = {
  readonly db: Database
  readonly log: Logger
  open(account: ChannelAccount): Promise<Channel> | Channel
  /** Told after each change, so that lanes and polling follow. */
  opened(channel: Channel): Promise<void>
  /** Told when the platform said something else about how fast an account may go. */
  paced(channel: Channel): Promise<void>
  closed(channel: Channel): Promise<void>
}

type Live = {
  readonly channel: Channel
  readonly settings: string
  readonly state: ChannelAccount['state']
  readonly pace: Channel['pace']
}

export function liveChannels(opening: Opening): LiveChannels {
  const live = new Map<string, Live>()

  // Looked at every few seconds, what stays wrong is said once.
  const complaints = new Map<string, string>()
  const complain = ({ id, channel }: ChannelAccount, error: string) => {
    if (complaints.get(id) === error) return
    complaints.set(id, error)
    opening.log.error({ account: id, channel, error }, 'an account cannot be opened')
  }

  const close = async (accountId: string) => {
    const known = live.get(accountId)
    if (!known) return
    live.delete(accountId)
    await opening.closed(known.channel)
  }

  const refresh = async () => {
    const accounts = await listAccounts(opening.db)
    const wanted = accounts.filter(({ state }) => state !== 'off')
    for (const accountId of [...live.keys()]) if (!wanted.some(({ id }) => id === accountId)) await close(accountId)
    for (const account of wanted) {
      const settings = JSON.stringify(account.settings)
      const known = live.get(account.id)
      // Mended by the administrator, it is opened anew, since its secrets may be others.
      const mended = known?.state === 'alarm' && account.state === 'on'
      if (known?.settings === settings && !mended) {
        const { pace } = known.channel
        live.set(account.id, { ...known, state: account.state })
        if (isSamePace(pace, known.pace)) continue
        await opening.paced(known.channel)
        live.set(account.id, { ...known, state: account.state, pace })
        continue
      }
      await close(account.id)
      try {
        const channel = await opening.open(account)
        live.set(account.id, { channel, settings, state: account.state, pace: channel.pace })
        await opening.opened(channel)
        complaints.delete(account.id)
      } catch (error) {
        complain(account, String(error))
        // Half open it would neither send nor receive, and count as open for ever.
        await close(account.id)
      }
    }
  }

  // One at a time: a second caller waits for the refresh that runs and then looks again.
  let running: Promise<void> = Promise.resolve()
  return {
    byAccount(accountId) {
      const known = live.get(accountId)
      return known?.state === 'on' ? known.channel : undefined
    },
    all: () => [...live.values()].flatMap(({ channel, state }) => (state === 'on' ? channel : [])),
    listening: () => [...live.values()].map(({ channel }) => channel),
    refresh() {
      running = running.then(refresh, refresh)
      return running
    },
  }
}

const isSamePace = (one: Channel['pace'], other: Channel['pace']): boolean =>
  one.messages === other.messages && one.perMs === other.perMs

/** Follows the rows until it is told to end; a database that is away for a moment only delays it. */
export function watchAccounts(
  channels: Pick<LiveChannels, 'refresh'>,
  { log, everyMs }: { readonly log: Logger; readonly everyMs: number },
): { end(): Promise<void> } {
  let looking: Promise<void> | undefined
  const look = async () => {
    await channels
      .refresh()
      .catch((error: unknown) => log.warn({ err: error }, 'the channels cannot be compared with the accounts'))
    looking = undefined
  }
  const timer = setInterval(() => {
    looking ??= look()
  }, everyMs)
  return {
    async end() {
      clearInterval(timer)
      await looking
    },
  }
}
