import { type Command, Option } from 'commander'
import { openChannel } from '../../bots/registry.ts'
import { embeddedAppKey } from '../app/app-key.ts'
import { channelPorts } from '../app/channel-ports.ts'
import { openDatabase } from '../app/open-database.ts'
import { configuredRoots, sandboxRoots } from '../app/platform-roots.ts'
import { type Config, readConfig } from '../config.ts'
import type { ChannelAccount } from '../domain/accounts/account.ts'
import { listAccounts } from '../domain/accounts/accounts.repository.ts'
import {
  type AccountFinding,
  examineAccount,
  findingStates,
  wordsOfFinding,
} from '../domain/accounts/examine-account.ts'
import { systemClock } from '../platform/clock.ts'
import { createKeyring } from '../platform/crypto.ts'
import { createLogger } from '../platform/logger.ts'
import { createDispatcher } from '../platform/proxy.ts'
import { createTexts, type Locale, locales } from '../texts.ts'

/** `channel check`: the doctor's table of every account in the database. Sends nothing. Exit 0 only when nothing fails, 2 when the configuration is wrong. */
export function registerChannelCommands(program: Command): void {
  program
    .command('channel')
    .description('accounts of the platforms')
    .command('check')
    .description('ask every platform what is missing for its account to send and hear; nothing is sent')
    .option('--json', 'print JSON')
    .addOption(new Option('--lang <language>', 'language of the sentences').choices(locales).default('vi'))
    .action(async ({ json, lang }: { readonly json?: boolean; readonly lang: Locale }) => {
      const read = readConfig()
      if ('problems' in read) {
        console.error(read.problems.join('\n'))
        process.exitCode = 2
        return
      }
      const checked = await checkChannels(read.config, lang)
      console.log(json ? JSON.stringify(checked.accounts, null, 2) : tableOf(checked.accounts, lang))
      process.exitCode = checked.wellAll ? 0 : 1
    })
}

export type CheckedAccount = Pick<ChannelAccount, 'id' | 'channel' | 'name' | 'state'> & {
  readonly findings: readonly (Pick<AccountFinding, 'code' | 'state' | 'values'> & {
    readonly found: string
    readonly remedy: string | undefined
  })[]
}

/** Opens each account beside the running service, which shares the same rows, leases and (embedded) database server. */
export async function checkChannels(
  config: Config,
  lang: Locale,
): Promise<{ readonly accounts: readonly CheckedAccount[]; readonly wellAll: boolean }> {
  const { say } = createTexts()
  // Beside the table, which may be read by a program.
  const log = createLogger({ level: 'error', destination: process.stderr })
  const { db, close } = await openDatabase(config, log)
  const dispatcher = createDispatcher(config.proxy)
  try {
    const keyring = createKeyring(config.appKey ?? (await embeddedAppKey(config.dataDir)))
    const deps = { db, clock: systemClock, keyring, log }
    // The stand-ins of the demo live in the service itself.
    const roots = config.demo ? sandboxRoots(addressOf(config)) : configuredRoots(config)
    const open = async (account: ChannelAccount) =>
      openChannel(account.channel, channelPorts(deps, account.id), account.settings, { roots, say, dispatcher })
    const accounts: CheckedAccount[] = []
    for (const account of await listAccounts(db)) {
      const { id, channel, name, state } = account
      const findings = (await examineAccount(deps, account, open)).map((finding) => {
        const { code, state, values } = finding
        return { code, state, values: values ?? {}, ...wordsOfFinding((key, args) => say(lang, key, args), finding) }
      })
      accounts.push({ id, channel, name, state, findings })
    }
    const wellAll = accounts.every(({ findings }) => findings.every(({ state }) => state !== 'failing'))
    return { accounts, wellAll }
  } finally {
    await dispatcher.close()
    await close()
  }
}

const addressOf = ({ host, port }: Config) => `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`

/** One block per account, the worst first, what to do below what was found. */
export function tableOf(accounts: readonly CheckedAccount[], lang: Locale): string {
  const { say } = createTexts()
  if (accounts.length === 0) return say(lang, 'accounts-check-none')
  const words = new Map(findingStates.map((state) => [state, say(lang, `accounts-check-${state}`)]))
  const width = Math.max(...[...words.values()].map(({ length }) => length))
  const blocks = accounts.map(({ channel, name, state, findings }) => {
    const head = `${say(lang, `deliveries-surface-${channel}`)}: ${name} (${say(lang, `pages-settings-account-${state}`)})`
    const sorted = findingStates.flatMap((each) => findings.filter((finding) => finding.state === each))
    const lines = sorted.flatMap(({ state, found, remedy }) => [
      `  ${(words.get(state) ?? '').padEnd(width)}  ${found}`,
      ...(remedy ? [`  ${' '.repeat(width)}  → ${remedy}`] : []),
    ])
    return [head, ...lines].join('\n')
  })
  return blocks.join('\n\n')
}
