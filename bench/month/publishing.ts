import { startBroadcast } from '../../src/domain/broadcasts/start-broadcast.ts'
import { ledgerOf } from '../../src/domain/deliveries/ledger.repository.ts'
import { approvePublication } from '../../src/domain/publications/decide-publication.ts'
import { draftAnnouncement } from '../../src/domain/publications/draft-announcement.ts'
import type { Audience } from '../../src/domain/publications/publication.ts'
import { numberPublication, releasePublication } from '../../src/domain/publications/release-publication.ts'
import { submitPublication } from '../../src/domain/publications/submit-publication.ts'
import type { MonthDesk } from './month-desk.ts'

/** Editor, approver and clerk in turn. */
export async function approveAndRelease(
  desk: MonthDesk,
  publicationId: string,
  number?: { readonly documentNumber: string; readonly issuedOn: string },
): Promise<void> {
  const { deps, organisationId, staff } = desk
  const which = { publicationId, organisationId }
  await submitPublication(deps, { ...which, by: staff.editor })
  await approvePublication(deps, { ...which, by: staff.approver })
  if (number) await numberPublication(deps, { ...which, ...number, by: staff.clerk })
  await releasePublication(deps, { ...which, by: staff.clerk })
}

/** A text of the day, all the way to its sending; gives the broadcast, which may be held. */
export async function sendAnnouncement(
  desk: MonthDesk,
  text: { readonly title: string; readonly text: string; readonly audience?: Audience },
): Promise<string> {
  const { deps, organisationId, staff } = desk
  const id = await draftAnnouncement(deps, { organisationId, by: staff.editor, ...text })
  await approveAndRelease(desk, id)
  return press(desk, id)
}

/** Presses send. */
export const press = ({ deps, organisationId, staff }: MonthDesk, publicationId: string): Promise<string> =>
  startBroadcast(deps, { publicationId, organisationId, by: staff.editor })

/** Presses send and waits, the abort window included, until it is over. */
export async function sendNow(desk: MonthDesk, publicationId: string): Promise<string> {
  const id = await press(desk, publicationId)
  await pastAbortWindow(desk)
  return id
}

export async function pastAbortWindow(desk: MonthDesk): Promise<void> {
  desk.clock.advance(abortWindowMs)
  await desk.settled()
}
/** The default of the settings, and a second more. */
const abortWindowMs = 31_000

/** "144 sent + 2 failed + 1 unknown + 13 skipped = 160", as the story writes it. */
export async function equation(desk: MonthDesk, broadcastId: string): Promise<string> {
  const { audience, sent, failed, unknown, skipped } = await ledgerOf(desk.db, broadcastId)
  return `${sent} sent + ${failed} failed + ${unknown} unknown + ${skipped} skipped = ${audience}`
}
