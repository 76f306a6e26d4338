import type { ChannelPorts } from '../channels/channel.ts'
import { changeSecrets, readSecrets } from '../domain/accounts/account-secrets.ts'
import { mergeMemory, readMemory } from '../domain/accounts/accounts.repository.ts'
import type { Deps } from '../domain/deps.ts'
import { channelFiles } from '../domain/files/channel-files.ts'
import { phoneBehind } from '../domain/reporters/phone-behind.ts'
import { withLease } from '../platform/with-lease.ts'

type PortDeps = Pick<Deps, 'db' | 'clock' | 'keyring' | 'log'>

/** What the channel of one account may use of the house, on real rows. */
export function channelPorts(deps: PortDeps, accountId: string): ChannelPorts {
  return {
    accountId,
    clock: deps.clock,
    log: deps.log.child({ account: accountId }),
    files: channelFiles(deps, accountId),
    secrets: {
      read: () => readSecrets(deps, accountId),
      change: (update) => changeSecrets(deps, accountId, update),
    },
    memory: {
      read: () => readMemory(deps.db, accountId),
      write: (values) => mergeMemory(deps.db, accountId, values),
    },
    phoneOf: (address) => phoneBehind(deps, { accountId, address }),
    exclusively: exclusively(deps, accountId),
  }
}

/** One at a time per name: in this process by waiting in line, across processes by a lease row. */
function exclusively(deps: PortDeps, accountId: string): ChannelPorts['exclusively'] {
  const lines = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const before = lines.get(name) ?? Promise.resolve()
    const turn = before.then(
      () => withLease(deps.db, `${accountId} ${name}`, work),
      () => withLease(deps.db, `${accountId} ${name}`, work),
    )
    lines.set(name, turn)
    try {
      return await turn
    } finally {
      if (lines.get(name) === turn) lines.delete(name)
    }
  }
}
