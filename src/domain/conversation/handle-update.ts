import type { IncomingEvent } from '../../channels/incoming-event.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import type { JobVerdict } from '../../queue/queue.ts'
import { createCompose } from '../deliveries/compose-delivery.ts'
import { lookUpChat } from '../deliveries/look-up.ts'
import { queueReplies } from '../deliveries/queue-replies.ts'
import type { Deps } from '../deps.ts'
import {
  deleteInboxItem,
  findInboxItem,
  forgetPayload,
  settleInboxItem,
  takeWaitingItem,
} from '../inbox/inbox-items.repository.ts'
import { handOver } from '../inbox/keep-update.ts'
import { answerEvent } from './answer-event.ts'
import { apologise } from './apologise.ts'
import { typedPhone } from './share-phone.ts'
import { withNames } from './with-names.ts'

/** A stored update that cannot be answered is tried again after these pauses, then kept as failed. */
const pausesMs = [2_000, 15_000]

/** Answers one stored update, once: replies, the chat's state and the update's own state change together or not at all. */
export async function handleUpdate(deps: Deps, { inboxId }: { readonly inboxId: string }): Promise<JobVerdict> {
  const item = await findInboxItem(deps.db, inboxId)
  if (item?.state !== 'waiting') return { kind: 'done' }
  const channel = heard(deps, item.accountId)
  // The account is off: the row waits until it is on again.
  if (!channel) return { kind: 'done' }
  let events: readonly IncomingEvent[] = []
  try {
    events = channel.read(item.payload).map((event) => heardAt(event, item.receivedAt))
    if (events.length > 0 && events.every(({ kind }) => kind === 'received')) return await lookUp(deps, item, events)
    const happened = await withNames(deps, channel, events)
    const written = await inTransaction(deps.db, (tx) => answerAll(deps, tx, item.id, happened))
    await queueReplies(deps, written)
  } catch (error) {
    deps.log.error({ err: error, inboxId, attempt: item.attempt }, 'an update could not be answered')
    await keepForLater(deps, item, events)
  }
  await stopWaitingSigns(deps, item.accountId, events)
  return { kind: 'done' }
}

/** When a tap was made no platform may tell; it was no later than we heard of it, however long it waited here. */
const heardAt = (event: IncomingEvent, receivedAt: Date): IncomingEvent =>
  event.kind === 'tap' && event.at > receivedAt ? { ...event, at: receivedAt } : event

/** That something arrived is a reason to search for what is unknown, and is not kept, whatever comes of it. */
async function lookUp(
  deps: Deps,
  item: { readonly id: string; readonly accountId: string },
  events: readonly IncomingEvent[],
): Promise<JobVerdict> {
  const { accountId } = item
  const looking = { ...deps, compose: createCompose(deps) }
  for (const address of new Set(events.map((event) => event.address))) {
    await lookUpChat(looking, { accountId, address }).catch((error: unknown) => {
      deps.log.warn({ err: error, accountId }, 'what is unknown could not be looked up')
    })
  }
  await deleteInboxItem(deps.db, item.id)
  return { kind: 'done' }
}

type Written = readonly { readonly contactId: string }[]

async function answerAll(
  deps: Deps,
  tx: Transaction,
  inboxId: string,
  events: readonly IncomingEvent[],
): Promise<Written> {
  const item = await takeWaitingItem(tx, inboxId)
  if (!item) return []
  const at = deps.clock.now()
  if (events.length === 0) {
    await settleInboxItem(tx, inboxId, { state: 'ignored', reason: 'nothing-for-us', at })
    return []
  }
  const written: { readonly contactId: string }[] = []
  for (const event of events)
    written.push(
      ...(await answerEvent(deps, tx, { accountId: item.accountId, inboxId, event, position: written.length })),
    )
  await settleInboxItem(tx, inboxId, { state: 'handled', attempt: item.attempt + 1, at })
  if (events.some((event) => event.kind === 'withdrawn' || bringsNumber(event))) await forgetPayload(tx, inboxId)
  return written
}

/** A number is kept sealed in the roster, or not at all: shared, typed, or on the card of somebody else. */
function bringsNumber(event: IncomingEvent): boolean {
  if (event.kind === 'text') return typedPhone(event.text) !== undefined
  return event.kind === 'phone' || (event.kind === 'wordless' && event.what === 'contact')
}

/** Our mistake, not the person's: it stays in the database, and after the last try the person is told. */
async function keepForLater(
  deps: Deps,
  item: { readonly id: string; readonly accountId: string; readonly attempt: number },
  events: readonly IncomingEvent[],
): Promise<void> {
  const at = deps.clock.now()
  const attempt = item.attempt + 1
  const pauseMs = pausesMs[item.attempt]
  if (pauseMs !== undefined) {
    await settleInboxItem(deps.db, item.id, { state: 'waiting', reason: 'error', attempt, at })
    await handOver(deps, item.id, attempt, pauseMs).catch((error: unknown) => {
      deps.log.warn({ err: error, inboxId: item.id }, 'queue is away')
    })
    return
  }
  const failed = { state: 'failed', reason: 'error', attempt, at } as const
  try {
    const written = await inTransaction(deps.db, async (tx) => {
      await settleInboxItem(tx, item.id, failed)
      return apologise(deps, tx, { accountId: item.accountId, inboxId: item.id, events })
    })
    await queueReplies(deps, written)
  } catch (error) {
    deps.log.error({ err: error, inboxId: item.id }, 'nobody could be told that an update failed')
    // A row that went on waiting would be tried every second for ever.
    await settleInboxItem(deps.db, item.id, failed)
  }
  if (events.some(bringsNumber)) await forgetPayload(deps.db, item.id)
}

/** In alarm an account still hears people; what is answered waits until it is mended. */
const heard = ({ channels }: Pick<Deps, 'channels'>, accountId: string) =>
  channels.listening().find((channel) => channel.accountId === accountId)

async function stopWaitingSigns(deps: Deps, accountId: string, events: readonly IncomingEvent[]): Promise<void> {
  const channel = heard(deps, accountId)
  for (const event of events)
    if (event.kind === 'tap' && event.acknowledgement !== undefined)
      await channel?.acknowledge?.(event.acknowledgement).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'a tap could not be acknowledged')
      })
}
