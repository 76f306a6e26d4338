import type { Channel, Finding } from '../../channels/channel.ts'
import type { Deps } from '../deps.ts'
import type { ChannelAccount } from './account.ts'
import type { OpenAccount } from './begin-consent.ts'
import { keysOf } from './change-keys.ts'

/** A line of the doctor's table. Texts: `doctor-<room>-<code>` and, unless it is ok, `doctor-<room>-<code>-do`; the room is the channel or `account`. */
export type AccountFinding = Finding & { readonly room: string }

/** All that must be in place for an account to send and hear: what this house knows, and what the platform says. Costs calls, sends nothing. */
export async function examineAccount(
  deps: Pick<Deps, 'db' | 'keyring' | 'log'>,
  account: ChannelAccount,
  open: OpenAccount,
): Promise<readonly AccountFinding[]> {
  const { id, channel, state, stateReason } = account
  const of = (code: string, state: Finding['state'], values = {}): AccountFinding => ({
    room: 'account',
    code,
    state,
    values,
  })
  const standing = {
    on: of('on', 'ok'),
    off: of('off', 'note'),
    alarm: of('alarm', 'failing', { reason: stateReason ?? '' }),
  }[state]
  const keys = await keysOf(deps, id)
  if (keys !== 'kept') return [standing, of(`keys-${keys}`, 'failing')]
  let opened: Channel | undefined
  try {
    opened = await open(account)
    const findings = await opened.examine()
    return [standing, ...findings.map((finding) => ({ ...finding, room: channel }))]
  } catch (error) {
    deps.log.error({ account: id, err: error }, 'an account could not be examined')
    return [standing, of(opened ? 'cannot-ask' : 'cannot-open', 'failing')]
  }
}

/** The worst first. */
export const findingStates = ['failing', 'warning', 'note', 'ok'] as const satisfies readonly Finding['state'][]

/** What was found, and what to do about it, in words. */
export function wordsOfFinding(
  say: (key: string, args?: Readonly<Record<string, string | number>>) => string,
  { room, code, state, values }: AccountFinding,
): { readonly found: string; readonly remedy: string | undefined } {
  const key = `doctor-${room}-${code}`
  return { found: say(key, values), remedy: state === 'ok' ? undefined : say(`${key}-do`, values) }
}
