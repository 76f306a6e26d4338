import { describe, expect, test } from 'vitest'
import { chooseSurface, type ReporterFacts } from '../../../src/domain/broadcasts/choose-surface.ts'
import { scriptedChannel, scriptedChannels } from '../../channel-script.ts'

const now = new Date('2026-11-23T03:00:00.000Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const telegram = scriptedChannel({ accountId: 'acc-t' })
const zalo = scriptedChannel({ accountId: 'acc-z', name: 'zalo', windowed: true, noticeCostVnd: 200 })
const closed = {
  ...scriptedChannel({ accountId: 'acc-c', name: 'zalo' }),
  reach: () => ({ kind: 'closed', reason: 'x' }) as const,
}
const email = {
  ...scriptedChannel({ accountId: 'acc-e', name: 'email' }),
  reach: () => ({ kind: 'notice', costVnd: 0 }) as const,
}
const channels = scriptedChannels(telegram, zalo, closed, email)

const chat = (id: string, accountId: string, lastDays: number | null, more: object = {}) => ({
  id,
  accountId,
  channel: accountId === 'acc-t' ? 'telegram' : 'zalo',
  address: id,
  state: 'reachable' as const,
  lastInteractionAt: lastDays === null ? null : daysAgo(lastDays),
  consented: true,
  ...more,
})
const reporter = (more: Partial<ReporterFacts>): ReporterFacts => ({
  id: 'r',
  fullName: 'Lê Thị Mẫu',
  outletName: 'Báo Mẫu',
  state: 'active',
  preferredChannel: null,
  pageSince: null,
  contacts: [],
  ...more,
})
/** The number somebody agreed to, and their address for e-mail. */
const phone = (more: object = {}) => chat('p', 'acc-z', null, { address: 'phone:r', ...more })
const mail = chat('e', 'acc-e', null, { channel: 'email' })
const page = { pageSince: daysAgo(1) }

const table: [string, ReporterFacts, object][] = [
  [
    'stopped: nothing at all, not even the page',
    reporter({ state: 'stopped', ...page }),
    { kind: 'skip', reason: 'stopped' },
  ],
  ['left the roster', reporter({ state: 'left' }), { kind: 'skip', reason: 'left' }],
  ['no chat and no page link: to be called', reporter({}), { kind: 'skip', reason: 'no-address' }],
  ['only the page', reporter(page), { kind: 'page' }],
  [
    'the chat used last comes first',
    reporter({ contacts: [chat('old', 'acc-t', 9), chat('new', 'acc-z', 1)] }),
    { contactId: 'new', messageKind: 'message', costVnd: 0 },
  ],
  [
    'unless another channel is preferred',
    reporter({ preferredChannel: 'telegram', contacts: [chat('old', 'acc-t', 9), chat('new', 'acc-z', 1)] }),
    { contactId: 'old', surface: 'telegram' },
  ],
  [
    'outside the window a notice goes, with its price',
    reporter({ contacts: [chat('z', 'acc-z', 18)] }),
    { messageKind: 'notice', costVnd: 200 },
  ],
  [
    'who never wrote gets an introduction',
    reporter({ contacts: [chat('z', 'acc-z', null)] }),
    { messageKind: 'introduction' },
  ],
  [
    'without consent a chat is not written to, whatever else is known',
    reporter({ contacts: [chat('z', 'acc-z', 1, { consented: false })] }),
    { kind: 'skip', reason: 'no-consent' },
  ],
  [
    'a blocked chat gives way to the next',
    reporter({ contacts: [chat('z', 'acc-z', 1, { state: 'blocked' }), chat('t', 'acc-t', 5)] }),
    { contactId: 't' },
  ],
  [
    'a blocked chat gives way to the page when there is no other',
    reporter({ ...page, contacts: [chat('z', 'acc-z', 1, { state: 'blocked' })] }),
    { kind: 'page' },
  ],
  [
    'a blocked chat alone',
    reporter({ contacts: [chat('z', 'acc-z', 1, { state: 'blocked' })] }),
    { reason: 'blocked' },
  ],
  ['an account that is off', reporter({ contacts: [chat('z', 'acc-off', 1)] }), { reason: 'account-off' }],
  [
    'a number that was agreed to comes after every chat, whatever is preferred',
    reporter({ preferredChannel: 'zalo', contacts: [phone(), mail, chat('t', 'acc-t', 90)] }),
    { contactId: 't' },
  ],
  [
    'and before e-mail and the page',
    reporter({ ...page, contacts: [mail, phone(), chat('z', 'acc-z', 1, { state: 'blocked' })] }),
    { contactId: 'p' },
  ],
  [
    'e-mail comes before the page',
    reporter({ ...page, contacts: [mail, phone({ consented: false })] }),
    { contactId: 'e' },
  ],
  [
    'and first for who prefers it',
    reporter({ preferredChannel: 'email', contacts: [mail, phone(), chat('t', 'acc-t', 1)] }),
    { contactId: 'e' },
  ],
  ['a closed window without a template', reporter({ contacts: [chat('z', 'acc-c', 30)] }), { reason: 'window-closed' }],
]

describe('the surface of a reporter', () => {
  test.each(table)('%s', (_rule, facts, expected) => {
    expect(chooseSurface(facts, channels, now)).toMatchObject(expected)
  })

  test('what refused before is not tried again', () => {
    const both = reporter({ contacts: [chat('z', 'acc-z', 1), chat('t', 'acc-t', 5)] })
    expect(chooseSurface(both, channels, now, ['z'])).toMatchObject({ contactId: 't' })
    expect(chooseSurface(both, channels, now, ['z', 't'])).toEqual({ kind: 'skip', reason: 'no-address' })
  })
})
