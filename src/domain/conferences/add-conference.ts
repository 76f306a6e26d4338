import { newId } from '../../platform/ids.ts'
import { inTransaction, type Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { type ActingStaff, assertAllowed } from '../organisations/acting-staff.ts'
import { changeContent } from '../publications/change-content.ts'
import { may } from '../staff/staff.ts'
import { type ConferenceInput, checkConference } from './conference-input.ts'
import { conferenceAlreadyInvited, conferenceNotFound } from './conferences.errors.ts'
import { findConference, insertConference, lockConference, updateConference } from './conferences.repository.ts'
import { countInvitations } from './invitations.repository.ts'

type Who = { readonly organisationId: string; readonly by: ActingStaff }

/** Adds a conference, alone or to a publication whose approval it then voids; gives its id. */
export async function addConference(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Who & ConferenceInput & { readonly publicationId?: string | null },
): Promise<string> {
  const { organisationId, by, publicationId = null, ...rest } = input
  assertAllowed(by, organisationId, may.write)
  const at = deps.clock.now()
  const conference = checkConference(rest, at)
  const id = newId(at)
  const insert = (tx: Transaction) =>
    insertConference(tx, { ...conference, id, organisationId, publicationId, createdBy: by.id, createdAt: at })
  await inTransaction(deps.db, async (tx) => {
    await withinPublication(deps, tx, { organisationId, by, publicationId }, 'conference-added', () => insert(tx))
    await recordAudit(tx, {
      organisationId,
      at,
      actor: staffActor(by),
      action: 'conference-added',
      subject: `conference:${id}`,
    })
  })
  return id
}

/** Corrects a conference while nobody is invited yet; afterwards it is moved, so that the invited learn of it. */
export async function editConference(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Who & ConferenceInput & { readonly conferenceId: string },
): Promise<void> {
  const { organisationId, by, conferenceId, ...rest } = input
  assertAllowed(by, organisationId, may.write)
  const at = deps.clock.now()
  const change = checkConference(rest, at)
  await inTransaction(deps.db, async (tx) => {
    await lockConference(tx, conferenceId)
    const conference = await findConference(tx, organisationId, conferenceId)
    if (!conference) throw conferenceNotFound()
    if ((await countInvitations(tx, conferenceId)) > 0) throw conferenceAlreadyInvited()
    const { publicationId } = conference
    await withinPublication(deps, tx, { organisationId, by, publicationId }, 'conference-edited', () =>
      updateConference(tx, conferenceId, change, at),
    )
    const entry = { action: 'conference-edited', subject: `conference:${conferenceId}` }
    await recordAudit(tx, { organisationId, at, actor: staffActor(by), ...entry })
  })
}

// A conference that goes out with a publication is part of what is approved.
async function withinPublication(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  input: Who & { readonly publicationId: string | null },
  action: string,
  change: () => Promise<void>,
): Promise<void> {
  const { publicationId, ...who } = input
  if (publicationId === null) return change()
  await changeContent(deps, tx, { ...who, publicationId, action }, change)
}
