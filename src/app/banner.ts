import type { Config } from '../config.ts'
import type { Say } from '../texts.ts'
import type { DemoAccount } from '../web/web-deps.ts'

/** What whoever started the service reads first: where to look, and in the demo with which accounts. */
export function banner(
  say: Say,
  config: Config,
  {
    address,
    accounts,
    nobodyYet,
  }: {
    readonly address: string | undefined
    readonly accounts: readonly DemoAccount[] | undefined
    /** Nobody can sign in: the first administrator comes from the terminal. */
    readonly nobodyYet: boolean
  },
): string {
  if (!address) return `${say('en', 'app-worker-ready')}\n`
  const lines = [say('vi', 'app-ready'), '', `  ${say('vi', 'app-console')}  ${config.publicUrl}`]
  if (accounts) {
    lines.push(
      `  ${say('vi', 'app-phones')}  ${config.publicUrl}/sandbox`,
      '',
      say('vi', 'app-accounts', { password: accounts[0]?.password ?? '' }),
    )
    const width = Math.max(...accounts.map(({ email }) => email.length))
    lines.push(
      ...accounts.map(({ email, name, role }) => `  ${email.padEnd(width)}  ${name}, ${say('vi', `app-role-${role}`)}`),
    )
  }
  if (nobodyYet)
    lines.push('', say('vi', 'app-nobody-yet'), '  npm run --silent giaoban -- staff add --email … --name …')
  return `${[...lines, '', say('vi', 'app-stop')].join('\n')}\n`
}
