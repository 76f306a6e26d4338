import type { Channel, Part } from '../../channels/channel.ts'
import { inTransaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { findSendable, moveDelivery, type SendableDelivery } from './deliveries.repository.ts'
import {
  countLookUp,
  findAttemptStart,
  findDueLookUps,
  findKnownMessages,
  findUnknownOfChat,
  noteLookUp,
} from './look-ups.repository.ts'
import type { Compose } from './send-delivery.ts'

export type LookUpDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'log'> & { readonly compose: Compose }

/** After these pauses the chat is searched for what stayed unknown; then it is left to staff. */
const lookUpPausesMs = [30_000, 300_000, 3_600_000]
/** Each is at least one platform call that sends nothing. */
const mostAtOnce = 5
/** A message in several parts is told of several times within a moment. */
const noSoonerMs = 5_000

/** Searches the chats of what has been unknown long enough, a few at a time and outside any transaction; gives how many were found. */
export async function lookUpUnknown(deps: LookUpDeps): Promise<number> {
  const now = deps.clock.now()
  const able = deps.channels.all().filter(({ findSent }) => findSent)
  const accountIds = able.map(({ accountId }) => accountId)
  const due = await findDueLookUps(deps.db, { accountIds, pausesMs: lookUpPausesMs, now, limit: mostAtOnce })
  return lookUpAll(deps, due, countLookUp)
}

/** The platform says that something arrived in this chat: a reason to look, and nothing more. */
export async function lookUpChat(
  deps: LookUpDeps,
  chat: { readonly accountId: string; readonly address: string },
): Promise<number> {
  if (!deps.channels.byAccount(chat.accountId)?.findSent) return 0
  const notSince = new Date(deps.clock.now().getTime() - noSoonerMs)
  const due = await findUnknownOfChat(deps.db, { ...chat, notSince, limit: mostAtOnce })
  // People write and receive many things: that must not use up the looks that are due.
  return lookUpAll(deps, due, noteLookUp)
}

async function lookUpAll(
  deps: LookUpDeps,
  due: readonly { readonly id: string }[],
  note: typeof countLookUp,
): Promise<number> {
  let found = 0
  for (const { id } of due) {
    try {
      if (await lookUp(deps, id, note)) found += 1
    } catch (error) {
      deps.log.warn({ deliveryId: id, err: error }, 'a chat could not be searched for what is unknown')
    }
  }
  return found
}

async function lookUp(deps: LookUpDeps, id: string, note: typeof countLookUp): Promise<boolean> {
  const delivery = await findSendable(deps.db, id)
  const channel = delivery?.accountId ? deps.channels.byAccount(delivery.accountId) : undefined
  if (delivery?.state !== 'unknown' || !channel?.findSent || delivery.address === null) return false
  await note(deps.db, id, deps.clock.now())
  const parts = await partsOf(deps, delivery, channel)
  // A crash after the last part was kept: everything had arrived.
  if (parts.length > 0 && delivery.messageIds.length >= parts.length) return settleFound(deps, delivery, parts.length)
  const part = parts[delivery.messageIds.length]
  const began = await findAttemptStart(deps.db, id, delivery.attempt)
  if (!part || !began) return false
  const since = new Date(began.getTime() - clocksDifferMs)
  const messageId = await channel.findSent(
    delivery.address,
    part,
    since,
    await findKnownMessages(deps.db, delivery, since),
  )
  if (messageId === undefined) return false
  const messageIds = [...delivery.messageIds, messageId]
  // No answer told it, so it is what the plan said.
  const costVnd = delivery.costVnd + delivery.messageVnd
  return settleFound(deps, { ...delivery, messageIds, costVnd }, parts.length)
}

/** The platform's clock and ours are not the same. */
const clocksDifferMs = 60_000

async function partsOf(deps: LookUpDeps, delivery: SendableDelivery, channel: Channel): Promise<readonly Part[]> {
  const { messageKind } = delivery
  const as = messageKind === 'notice' || messageKind === 'introduction' ? messageKind : 'message'
  return (await deps.compose(delivery, as)).flatMap((each) => channel.render(each))
}

/** Sent when it was the last part; otherwise it goes on with those behind it, which were never tried. */
async function settleFound(
  deps: LookUpDeps,
  { id, attempt, messageIds: arrived, costVnd }: SendableDelivery,
  parts: number,
): Promise<boolean> {
  const messageIds = [...arrived]
  const changes = { messageIds, costVnd }
  const move = { id, attempt, from: ['unknown'], at: deps.clock.now(), by: 'look-up', changes } as const
  const to = messageIds.length >= parts ? ('sent' as const) : ('planned' as const)
  return inTransaction(deps.db, (tx) => moveDelivery(tx, { ...move, to }))
}
