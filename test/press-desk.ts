import type { OutgoingNotice } from '../src/channels/outgoing-message.ts'
import type { SweepDeps } from '../src/domain/broadcasts/sweep.ts'
import { ledgerOf } from '../src/domain/deliveries/ledger.repository.ts'
import type { Compose, SendDeps } from '../src/domain/deliveries/send-delivery.ts'
import { sendDelivery } from '../src/domain/deliveries/send-delivery.ts'
import { sendReply } from '../src/domain/deliveries/send-reply.ts'
import { contentHash } from '../src/domain/publications/content-hash.ts'
import { findPublication } from '../src/domain/publications/publications.repository.ts'
import { movableClock } from '../src/platform/clock.ts'
import { newId } from '../src/platform/ids.ts'
import { silentLogger } from '../src/platform/logger.ts'
import { type ScriptedChannel, scriptedChannel, scriptedChannels } from './channel-script.ts'
import type { TestDatabase } from './database.ts'
import { listedQueue } from './listed-queue.ts'

/** Ten in the morning at the office, a Monday. */
export const monday = new Date('2026-11-23T03:00:00.000Z')
const dayMs = 86_400_000

export type NewReporter = {
  readonly name: string
  readonly chats?: readonly {
    readonly on: ScriptedChannel
    /** How long ago the person wrote; never when left out. */
    readonly silentDays?: number
    readonly state?: 'reachable' | 'blocked' | 'gone'
    readonly consented?: boolean
  }[]
  readonly page?: boolean
  readonly state?: 'active' | 'stopped' | 'left'
  readonly preferred?: string
  readonly outletKind?: string
}

/** A department with two accounts and no reporters yet, on a clock that stands still. */
export async function pressDesk({ db }: TestDatabase) {
  const clock = movableClock({ at: monday, running: false })
  const newUuid = () => newId(clock.now())
  const organisationId = newUuid()
  const [telegramId, zaloId] = [newUuid(), newUuid()]
  const telegram = scriptedChannel({ accountId: telegramId })
  const zalo = scriptedChannel({ accountId: zaloId, name: 'zalo', windowed: true, noticeCostVnd: 200 })
  const queue = listedQueue()
  const channels = scriptedChannels(telegram, zalo)
  const compose: Compose = async (_delivery, as) => (as === 'message' ? [fullMessage] : [notice])
  const deps: SendDeps & SweepDeps = {
    db,
    clock,
    queue,
    channels,
    compose,
    log: silentLogger,
    timeZone: 'Asia/Ho_Chi_Minh',
  }
  await db.organisation.create({
    data: {
      id: organisationId,
      name: 'Sở Mẫu',
      shortName: 'SM',
      settings: { abortWindowSeconds: 0 },
      createdAt: clock.now(),
    },
  })
  for (const { accountId: id, name: channel } of [telegram, zalo]) {
    const account = {
      id,
      organisationId,
      channel,
      name: channel,
      externalId: id,
      secretsSealed: '',
      state: 'on',
    } as const
    await db.channelAccount.create({ data: { ...account, createdAt: clock.now() } })
  }
  const staff = (role: 'editor' | 'clerk' | 'administrator') => ({ id: `staff-${role}`, role, organisationId })

  async function outletOf(kind: string) {
    const where = { organisationId_name: { organisationId, name: `Báo ${kind}` } }
    const create = { id: newUuid(), organisationId, name: `Báo ${kind}`, kind, createdAt: clock.now() }
    return db.outlet.upsert({ where, create, update: {} })
  }

  /** `address` of their chat is "<name>@<channel>". */
  async function addReporter(given: NewReporter) {
    const id = newUuid()
    const outlet = await outletOf(given.outletKind ?? 'provincial-press')
    const createdAt = clock.now()
    await db.reporter.create({
      data: {
        id,
        organisationId,
        outletId: outlet.id,
        fullName: given.name,
        state: given.state ?? 'active',
        preferredChannel: given.preferred ?? null,
        pageSince: given.page ? createdAt : null,
        createdAt,
      },
    })
    const contacts: string[] = []
    for (const { on, silentDays, state = 'reachable', consented = true } of given.chats ?? []) {
      const contactId = newUuid()
      contacts.push(contactId)
      const lastInteractionAt = silentDays === undefined ? null : new Date(createdAt.getTime() - silentDays * dayMs)
      const chat = { accountId: on.accountId, channel: on.name, address: `${given.name}@${on.name}`, state }
      const times = { lastInteractionAt, boundAt: createdAt, createdAt }
      await db.contact.create({ data: { id: contactId, organisationId, reporterId: id, ...chat, ...times } })
      const consent = { purpose: 'bulletins', text: 'Tôi đồng ý.', way: on.name, givenAt: createdAt }
      if (consented) await db.consent.create({ data: { id: newUuid(), reporterId: id, contactId, ...consent } })
    }
    return { id, contacts }
  }

  /** An announcement that was approved and released, with a conference when one is named. */
  async function release(audience: object = { kind: 'everyone' }, conferenceId?: string) {
    const id = newUuid()
    const at = clock.now()
    const content = { title: 'Thông báo số 1', issuer: 'Sở Mẫu', text: 'Mời đọc.', audience }
    const times = { createdBy: 'staff-editor', createdAt: at, updatedAt: at, releasedAt: at, releasedBy: 'staff-clerk' }
    await db.publication.create({
      data: { id, organisationId, kind: 'announcement', state: 'released', ...content, ...times },
    })
    if (conferenceId) await db.conference.update({ where: { id: conferenceId }, data: { publicationId: id } })
    const publication = await findPublication(db, organisationId, id)
    if (!publication) throw new Error('no publication')
    const decided = {
      state: 'approved',
      submittedBy: 'staff-editor',
      submittedAt: at,
      decidedBy: 'boss',
      decidedAt: at,
    } as const
    const approval = { id: newUuid(), publicationId: id, contentHash: contentHash(publication), ...decided }
    await db.approval.create({ data: approval })
    return id
  }

  return {
    db,
    clock,
    queue,
    telegram,
    zalo,
    deps,
    organisationId,
    staff,
    addReporter,
    release,
    newUuid,
    /** Runs every job that waits. */
    work: (with_: SendDeps = deps) =>
      queue.drain({
        'send-delivery': (payload) => sendDelivery(with_, payload),
        'send-reply': (payload) => sendReply(deps, payload),
      }),
    ledger: (broadcastId: string) => ledgerOf(db, broadcastId),
    deliveryOf: (broadcastId: string, reporterId: string) =>
      db.delivery.findUniqueOrThrow({ where: { broadcastId_reporterId: { broadcastId, reporterId } } }),
  }
}

export type PressDesk = Awaited<ReturnType<typeof pressDesk>>

const paragraph = (text: string) => ({ kind: 'paragraph', text }) as const
const fullMessage = {
  kind: 'message',
  blocks: [paragraph('bulletin'), paragraph('invitation')],
  buttons: [],
  files: [],
} as const
const notice: OutgoingNotice = {
  kind: 'notice',
  about: 'bulletin',
  fields: { recipient: 'A', issuer: 'Sở Mẫu', documentNumber: '–', subject: 'bulletin', when: '–' },
  reference: 'on.x',
  url: 'http://127.0.0.1/p/x',
}
