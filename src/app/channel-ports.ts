import type { ChannelPorts } from '../channels/channel.ts'
import {
  mergeMemory,
  readMemory,
  readSealedSecrets,
  saveSealedSecrets,
} from '../domain/accounts/accounts.repository.ts'
import type { Deps } from '../domain/deps.ts'
import { channelFiles } from '../domain/files/channel-files.ts'
import { seal, unseal } from '../platform/crypto.ts'
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
      async read() {
        const plain = unseal(deps.keyring, 'account', await readSealedSecrets(deps.db, accountId))
        if (plain === undefined) throw new Error(`The secrets of account ${accountId} were sealed with another APP_KEY`)
        return JSON.parse(plain)
      },
      write: (secrets) => saveSealedSecrets(deps.db, accountId, seal(deps.keyring, 'account', JSON.stringify(secrets))),
    },
    memory: {
      read: () => readMemory(deps.db, accountId),
      write: (values) => mergeMemory(deps.db, accountId, values),
    },
    phoneOf: async () => undefined,
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
