import type { RawUpdate } from '../../channels/channel.ts'
import { newId } from '../../platform/ids.ts'
import { priorities } from '../../queue/catalogue.ts'
import type { Deps } from '../deps.ts'
import { findItemsWaitingSince, insertInboxItem } from './inbox-items.repository.ts'
import { storableJson } from './storable-json.ts'

/** Stores an update as it came; when this resolves it cannot be lost. A repeat of the platform changes nothing. */
export async function keepUpdate(
  { db, clock, queue, log }: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  { accountId, update }: { readonly accountId: string; readonly update: RawUpdate },
): Promise<'new' | 'repeat'> {
  const receivedAt = clock.now()
  const id = newId(receivedAt)
  const { externalId } = update
  const payload = storableJson(update.payload)
  if (!(await insertInboxItem(db, { id, accountId, externalId, payload, receivedAt }))) return 'repeat'
  // The row is what counts: when the queue is away, the sweep hands it over later.
  await handOver({ queue }, id, 0).catch((error: unknown) => log.warn({ err: error, inboxId: id }, 'queue is away'))
  return 'new'
}

/** Hands over again what the queue lost of the accounts that are on; for the sweep. Gives how many rows were waiting since before `receivedBefore`. */
export async function handOverWaiting(
  { db, queue, channels }: Pick<Deps, 'db' | 'queue' | 'channels'>,
  { receivedBefore, limit = 500 }: { readonly receivedBefore: Date; readonly limit?: number },
): Promise<number> {
  const accountIds = channels.listening().map(({ accountId }) => accountId)
  const items = await findItemsWaitingSince(db, { accountIds, receivedBefore, limit })
  for (const { id, attempt } of items) await handOver({ queue }, id, attempt)
  return items.length
}

/** Queues the handling of a stored update ahead of any bulk. */
export function handOver(
  { queue }: Pick<Deps, 'queue'>,
  inboxId: string,
  attempt: number,
  delayMs?: number,
): Promise<void> {
  const job = {
    id: `handle-update-${inboxId}-${attempt}`,
    payload: { inboxId, attempt },
    priority: priorities.reply,
    ...(delayMs === undefined ? {} : { delayMs }),
  }
  return queue.toDesk('handle-update', [job])
}
