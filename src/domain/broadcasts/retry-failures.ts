import type { Transaction } from '../../platform/postgres.ts'
import { publicationRecalled } from '../publications/publications.errors.ts'
import { findPublication } from '../publications/publications.repository.ts'
import { may } from '../staff/staff.ts'
import { findReportersById } from './audience.repository.ts'
import type { Broadcast } from './broadcast.ts'
import { broadcastCancelled, publicationReplaced } from './broadcasts.errors.ts'
import { chooseSurface, type ReporterFacts } from './choose-surface.ts'
import { type ControlDeps, type ControlInput, controlBroadcast, goOn } from './control-broadcast.ts'
import { putOnPages, reopenBroadcast } from './controls.repository.ts'
import { type FailedRow, findFailed, planRetries, type Retry } from './retries.repository.ts'

/**
 * Tries the failed deliveries of a broadcast once more, never the skipped or the unknown ones: each by the surface that would be
 * chosen now, and what had arrived in part goes on where it is. A second press finds nothing left to retry.
 */
export async function retryFailures(deps: ControlDeps, input: ControlInput): Promise<{ readonly retried: number }> {
  let retried = 0
  await controlBroadcast(deps, input, may.send, async (tx, broadcast, at) => {
    if (broadcast.state === 'cancelled') throw broadcastCancelled()
    await assertStillValid(tx, broadcast)
    retried = await retryAll(deps, tx, broadcast, at)
    if (retried === 0) return undefined
    await reopenBroadcast(tx, broadcast.id, at)
    if (broadcast.state === 'sending' || broadcast.state === 'finished') await putOnPages(tx, broadcast.id, at)
    return { action: 'broadcast-failures-retried', detail: { retried } }
  })
  if (retried > 0) await goOn(deps)
  return { retried }
}

async function assertStillValid(tx: Transaction, { organisationId, kind, publicationId }: Broadcast): Promise<void> {
  if (kind !== 'publication' || publicationId === null) return
  // It is locked: a recall waits, and then ends the broadcast.
  const publication = await findPublication(tx, organisationId, publicationId)
  if (publication?.recalledAt) throw publicationRecalled()
  if (publication?.replacedBy) throw publicationReplaced()
}

async function retryAll(deps: ControlDeps, tx: Transaction, broadcast: Broadcast, at: Date): Promise<number> {
  let retried = 0
  for (let after: string | undefined; ; ) {
    const rows = await findFailed(tx, broadcast, after, slice)
    const last = rows.at(-1)
    if (!last) return retried
    const reporters = await findReportersById(
      tx,
      rows.map(({ reporterId }) => reporterId),
    )
    const byId = new Map(reporters.map((reporter) => [reporter.id, reporter]))
    const retries = rows.flatMap((row) => retryOf(deps, row, byId.get(row.reporterId), at) ?? [])
    retried += await planRetries(tx, retries, at)
    after = last.id
  }
}

const slice = 2_000

/** Undefined for whoever cannot be written to by any way now either. */
function retryOf(
  { channels }: Pick<ControlDeps, 'channels'>,
  row: FailedRow,
  reporter: ReporterFacts | undefined,
  now: Date,
): Retry | undefined {
  if (!reporter) return undefined
  const { id } = row
  if (row.parts > 0) {
    const same = reporter.contacts.filter((contact) => contact.id === row.contactId)
    const choice = chooseSurface({ ...reporter, contacts: same, pageSince: null }, channels, now, [], row.noticeAbout)
    if (choice.kind === 'chat') {
      const { surface, accountId, contactId } = choice
      return { id, surface, accountId, contactId, messageKind: row.messageKind ?? choice.messageKind, keepParts: true }
    }
  }
  const choice = chooseSurface(reporter, channels, now, [], row.noticeAbout)
  if (choice.kind === 'skip') return undefined
  if (choice.kind === 'page') {
    return { id, surface: 'page', messageKind: 'page', accountId: null, contactId: null, keepParts: false }
  }
  const { surface, messageKind, accountId, contactId } = choice
  return { id, surface, messageKind, accountId, contactId, keepParts: false }
}
