import { isDatabaseAway } from '../../platform/database-away.ts'
import { gather } from '../../platform/gather.ts'
import type { Database } from '../../platform/postgres.ts'
import type { CurrentAnswer } from '../conferences/conference.ts'
import { findAnswersOf } from '../conferences/invitations.repository.ts'
import { findAllSendable, type SendableDelivery } from './deliveries.repository.ts'
import { type Claim, claimDeliveries, type Kept, keepPartsOf, type Sent, settleAllSent } from './sending.repository.ts'

/** What every send asks of the ledger; the sends of a process that ask at the same time ask together. */
export type SendingLedger = {
  find(id: string): Promise<SendableDelivery | undefined>
  /** Takes a queued delivery before anything is sent; false when somebody else did, or it may not go any more. */
  claim(claim: Claim): Promise<boolean>
  keepParts(kept: Kept): Promise<boolean>
  /** False when it is not being sent any more; then nothing was changed. */
  settleSent(sent: Sent): Promise<boolean>
  /** One reporter's answers to several conferences, by conference id; those not invited are left out. */
  answers(asked: AnswersAsked): Promise<ReadonlyMap<string, CurrentAnswer>>
}

type AnswersAsked = { readonly reporterId: string; readonly conferenceIds: readonly string[] }

const ledgers = new WeakMap<Database, SendingLedger>()

/** One for each database, however many parts of the process send. */
export function sendingLedger(db: Database): SendingLedger {
  const known = ledgers.get(db)
  if (known) return known
  const ledger = createLedger(db)
  ledgers.set(db, ledger)
  return ledger
}

/** Large enough for every send that runs at a time, and still a statement of a few milliseconds. */
const most = 200

function createLedger(db: Database): SendingLedger {
  const options = { most, isCommon: isDatabaseAway }
  const answers = gather((asked: readonly AnswersAsked[]) => findAnswersOf(db, asked), options)
  return {
    find: gather((ids: readonly string[]) => findInOrder(db, ids), options),
    claim: gather((claims: readonly Claim[]) => claimDeliveries(db, claims), options),
    keepParts: gather((kept: readonly Kept[]) => keepPartsOf(db, kept), options),
    settleSent: gather((sent: readonly Sent[]) => settleAllSent(db, sent), options),
    answers: async (asked) => (asked.conferenceIds.length === 0 ? new Map() : answers(asked)),
  }
}

async function findInOrder(db: Database, ids: readonly string[]): Promise<readonly (SendableDelivery | undefined)[]> {
  const found = new Map((await findAllSendable(db, ids)).map((delivery) => [delivery.id, delivery]))
  return ids.map((id) => found.get(id))
}
