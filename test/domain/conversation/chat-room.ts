import type { IncomingContent, IncomingEvent } from '../../../src/channels/incoming-event.ts'
import type { Button, OutgoingMessage } from '../../../src/channels/outgoing-message.ts'
import { handleUpdate } from '../../../src/domain/conversation/handle-update.ts'
import { createReferences } from '../../../src/domain/conversation/references.ts'
import { sendReply } from '../../../src/domain/deliveries/send-reply.ts'
import type { Deps } from '../../../src/domain/deps.ts'
import { keepUpdate } from '../../../src/domain/inbox/keep-update.ts'
import { createPageLinks } from '../../../src/domain/reporters/page-links.ts'
import { movableClock } from '../../../src/platform/clock.ts'
import { createKeyring } from '../../../src/platform/crypto.ts'
import { newId } from '../../../src/platform/ids.ts'
import { type Logger, silentLogger } from '../../../src/platform/logger.ts'
import { createTexts } from '../../../src/texts.ts'
import { scriptedChannel, scriptedChannels } from '../../channel-script.ts'
import type { TestDatabase } from '../../database.ts'
import { listedQueue } from '../../listed-queue.ts'

/** Ten in the morning at the office, a Monday. */
const monday = new Date('2026-11-23T03:00:00.000Z')
export const dayMs = 86_400_000
export const hourMs = 3_600_000

/** What a platform would send: the events themselves, which the scripted channel reads back. */
type Update = { readonly events: readonly (IncomingEvent & { readonly at: Date | string })[] }

/** A department with a Telegram and a Zalo account, one outlet, and people who type. */
export async function chatRoom({ db }: TestDatabase) {
  const clock = movableClock({ at: monday, running: false })
  const newUuid = () => newId(clock.now())
  const keyring = createKeyring('a key for tests only')
  const acknowledged: string[] = []
  /** What went wrong inside: a test that does not expect any fails with it. */
  const mistakes: Error[] = []
  let mistakesExpected = false
  const channel = (name: 'telegram' | 'zalo') => ({
    ...scriptedChannel({ accountId: newUuid(), name, windowed: name === 'zalo' }),
    read: (payload: unknown) =>
      ((payload as Update).events ?? []).map((event) => ({ ...event, at: new Date(event.at) })) as IncomingEvent[],
    acknowledge: async (id: string) => void acknowledged.push(id),
    ...(name === 'telegram' ? { startLink: (code: string) => `https://t.me/giaoban_bot?start=${code}` } : {}),
  })
  const [telegram, zalo] = [channel('telegram'), channel('zalo')]
  const queue = listedQueue()
  const deps: Deps = {
    db,
    clock,
    say: createTexts().say,
    queue,
    channels: scriptedChannels(telegram, zalo),
    references: createReferences(keyring),
    pageLinks: createPageLinks(keyring, 'http://127.0.0.1:3000'),
    keyring,
    log: { ...silentLogger, error: (facts: unknown) => void mistakes.push((facts as { err: Error }).err) } as Logger,
    timeZone: 'Asia/Ho_Chi_Minh',
  }
  const organisationId = newUuid()
  const createdAt = clock.now()
  const settings = { deskContact: 'Phòng Báo chí, 0200 000 000' }
  await db.organisation.create({ data: { id: organisationId, name: 'Sở Mẫu', shortName: 'SM', settings, createdAt } })
  for (const { accountId: id, name } of [telegram, zalo])
    await db.channelAccount.create({
      data: { id, organisationId, channel: name, name, externalId: id, secretsSealed: '', state: 'on', createdAt },
    })
  const outletId = newUuid()
  await db.outlet.create({
    data: { id: outletId, organisationId, name: 'Báo Núi', kind: 'provincial-press', createdAt },
  })

  let count = 0
  /** Brings an update in and lets the desk's queue run; gives what the person is answered by it. */
  async function happen(address: string, content: IncomingContent, options: Partial<Happening> = {}) {
    const { on = telegram, at = clock.now(), externalId = `u${++count}`, interaction = true } = options
    const event = { address, at, interaction, displayName: `${address} ơi`, ...content }
    const before = new Set((await db.reply.findMany({ select: { id: true } })).map(({ id }) => id))
    await keepUpdate(deps, { accountId: on.accountId, update: { externalId, payload: { events: [event] } } })
    await work()
    const [mistake] = mistakes
    if (mistake && !mistakesExpected) throw mistake
    const replies = await db.reply.findMany({
      orderBy: [{ createdAt: 'asc' }, { inboxId: 'asc' }, { position: 'asc' }],
    })
    return replies.filter(({ id }) => !before.has(id)).map(({ message }) => message as unknown as OutgoingMessage)
  }

  const work = () =>
    queue.drain({
      'handle-update': (payload) => handleUpdate(deps, payload),
      'send-reply': (payload) => sendReply(deps, payload),
    })

  async function addReporter(fullName: string, more: { readonly state?: 'active' | 'stopped' | 'left' } = {}) {
    const id = newUuid()
    await db.reporter.create({ data: { id, organisationId, outletId, fullName, createdAt: clock.now(), ...more } })
    return id
  }

  /** A reporter who agreed to be written to in a chat at this address. */
  async function addMember(fullName: string, address: string, on: { accountId: string; name: string } = telegram) {
    const reporterId = await addReporter(fullName)
    const contactId = newUuid()
    const at = clock.now()
    const chat = { accountId: on.accountId, channel: on.name, address, boundAt: at, createdAt: at }
    await db.contact.create({ data: { id: contactId, organisationId, reporterId, ...chat } })
    const consent = { purpose: 'bulletins', text: 'Tôi đồng ý.', way: `${on.name}:typed`, givenAt: at }
    await db.consent.create({ data: { id: newUuid(), reporterId, contactId, ...consent } })
    return { reporterId, contactId, address }
  }

  return {
    db,
    clock,
    deps,
    queue,
    telegram,
    zalo,
    organisationId,
    outletId,
    acknowledged,
    mistakes,
    expectMistakes: () => {
      mistakesExpected = true
    },
    newUuid,
    happen,
    work,
    addReporter,
    addMember,
    type: (address: string, text: string, options?: Partial<Happening>) =>
      happen(address, { kind: 'text', text, links: [] }, options),
    tap: (address: string, reference: string, options?: Partial<Happening>) =>
      happen(address, { kind: 'tap', reference, acknowledgement: `ack-${address}` }, options),
  }
}

type Happening = {
  readonly on: { readonly accountId: string }
  readonly at: Date
  readonly externalId: string
  readonly interaction: boolean
}

export type ChatRoom = Awaited<ReturnType<typeof chatRoom>>

/** All that a person reads in some messages, as one text. */
export const wordsOf = (messages: readonly OutgoingMessage[]): string =>
  messages
    .flatMap(({ blocks }) =>
      blocks.map((block) => {
        if (block.kind === 'numbered') return block.items.map(({ number, text }) => `${number}. ${text}`).join('\n')
        if (block.kind === 'points') return block.items.join('\n')
        return 'text' in block ? block.text : block.label
      }),
    )
    .join('\n')

export const buttonsOf = (messages: readonly OutgoingMessage[]): readonly Button[] =>
  messages.flatMap(({ buttons }) => buttons)

/** The reference behind the button whose label holds these words. */
export function buttonFor(messages: readonly OutgoingMessage[], label: string): string {
  const button = buttonsOf(messages).find((one) => one.label.includes(label))
  if (!button || !('reference' in button)) throw new Error(`no button "${label}"`)
  return button.reference
}
