import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { GivenConsent } from './consent.ts'
import {
  findWaitingRequests,
  insertJoinRequest,
  type JoinRequest,
  withdrawRequests,
} from './join-requests.repository.ts'

/** Puts somebody without a code before the desk; a newer request of the same chat takes the place of the older. */
export async function requestToJoin(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  request: {
    readonly organisationId: string
    readonly contactId: string
    readonly fullName: string
    readonly outletName: string
    /** Given before anybody decided; without it nobody may be written to. */
    readonly consent: GivenConsent
  },
): Promise<string> {
  const createdAt = clock.now()
  const id = newId(createdAt)
  await withdrawRequests(tx, request.contactId, createdAt)
  await insertJoinRequest(tx, { ...request, id, createdAt })
  return id
}

/** What waits for the desk's decision, the oldest first. */
export function listJoinRequests({ db }: Pick<Deps, 'db'>, organisationId: string): Promise<readonly JoinRequest[]> {
  return findWaitingRequests(db, organisationId)
}
