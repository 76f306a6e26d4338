import { DomainError } from '../../platform/errors.ts'
import type { Transaction } from '../../platform/postgres.ts'
import { withLease } from '../../platform/with-lease.ts'
import { staffActor } from '../audit/audit-entry.ts'
import { ledgerOf } from '../deliveries/ledger.repository.ts'
import { assertAllowed } from '../organisations/acting-staff.ts'
import { publicationRecalled } from '../publications/publications.errors.ts'
import { findPublication } from '../publications/publications.repository.ts'
import { may } from '../staff/staff.ts'
import { findReportersById } from './audience.repository.ts'
import type { Broadcast } from './broadcast.ts'
import { broadcastCancelled, publicationReplaced } from './broadcasts.errors.ts'
import { chooseSurface, type ReporterFacts } from './choose-surface.ts'
import { type ControlDeps, type ControlInput, controlBroadcast, goOn } from './control-broadcast.ts'
import { putOnPages } from './controls.repository.ts'
import { reopenBroadcast } from './reopen-broadcast.ts'
import { type FailedRow, findFailed, planRetries, type Retry } from './retries.repository.ts'

/**
 * Tries the failed deliveries of a broadcast once more, never the skipped or the unknown ones: each by the surface that would be
 * chosen now, and what had arrived in part goes on where it is. However many they are, no transaction is long: a slice after the
 * other is planned, one press at a time, so that a second press finds nothing left to retry.
 */
export async function retryFailures(deps: ControlDeps, input: ControlInput): Promise<{ readonly retried: number }> {
  assertAllowed(input.by, input.organisationId, may.send)
  const turn = `retry-${input.organisationId}`
  const retried = await withLease(deps.db, turn, () => retryAll(deps, input), { ttlMs: turnMs })
  if (retried > 0) await goOn(deps)
  return { retried }
}

/** After a kill in the middle nobody waits longer than this to press again. */
const turnMs = 9_000

async function retryAll(deps: ControlDeps, input: ControlInput): Promise<number> {
  let retried = 0
  for (let after: string | undefined; ; ) {
    const behind: Behind = { after, isFirst: retried === 0 }
    const slice: Slice = await retrySlice(deps, input, behind).catch((error: unknown) => {
      // Cancelled or recalled between two slices: what is left stays as it is.
      if (retried > 0 && error instanceof DomainError) return { retried: 0, last: undefined }
      throw error
    })
    retried += slice.retried
    if (slice.last === undefined) return retried
    after = slice.last
  }
}

type Behind = {
  readonly after: string | undefined
  /** Nothing has been planned again by this press so far: it is written down with the first. */
  readonly isFirst: boolean
}
type Slice = {
  readonly retried: number
  /** Undefined when there are none behind it. */
  readonly last: string | undefined
}

async function retrySlice(deps: ControlDeps, input: ControlInput, { after, isFirst }: Behind): Promise<Slice> {
  let slice: Slice = { retried: 0, last: undefined }
  await controlBroadcast(deps, input, may.send, async (tx, broadcast, at) => {
    if (broadcast.state === 'cancelled') throw broadcastCancelled()
    await assertStillValid(tx, broadcast)
    const rows = await findFailed(tx, broadcast, after, sliceRows)
    const ids = rows.map(({ reporterId }) => reporterId)
    const byId = new Map((await findReportersById(tx, ids)).map((reporter) => [reporter.id, reporter]))
    const retries = rows.flatMap((row) => retryOf(deps, row, byId.get(row.reporterId), at) ?? [])
    slice = { retried: retries.length, last: rows.length < sliceRows ? undefined : rows.at(-1)?.id }
    if (retries.length === 0) return undefined
    const { failed } = isFirst ? await ledgerOf(tx, broadcast.id) : { failed: 0 }
    const goes = await reopenBroadcast(deps, tx, broadcast, at)
    await planRetries(tx, retries, { at, by: staffActor(input.by) })
    if (goes) await putOnPages(tx, broadcast.id, at)
    return isFirst ? { action: 'broadcast-failures-retried', detail: { failed } } : undefined
  })
  return slice
}

const sliceRows = 2_000

async function assertStillValid(tx: Transaction, { organisationId, kind, publicationId }: Broadcast): Promise<void> {
  if (kind !== 'publication' || publicationId === null) return
  // It is locked: a recall waits, and then ends the broadcast.
  const publication = await findPublication(tx, organisationId, publicationId)
  if (publication?.recalledAt) throw publicationRecalled()
  if (publication?.replacedBy) throw publicationReplaced()
}

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
