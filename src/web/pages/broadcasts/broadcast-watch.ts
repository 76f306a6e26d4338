import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts'
import { broadcastNotFound } from '../../../domain/broadcasts/broadcasts.errors.ts'
import { findBroadcast } from '../../../domain/broadcasts/broadcasts.repository.ts'
import { countCallList } from '../../../domain/deliveries/call-list.repository.ts'
import {
  type DeliveryLine,
  type DeliveryPage,
  findDeliveryLines,
} from '../../../domain/deliveries/ledger.repository.ts'
import { findRestingAccounts, reconcile } from '../../../domain/deliveries/reconciliation.repository.ts'
import type { Reconciliation } from '../../../domain/deliveries/reconciliation.ts'
import { rateOf } from '../../../domain/deliveries/sending-rate.repository.ts'
import { type SendingRate, spanOf } from '../../../domain/deliveries/sending-rate.ts'
import { nameStaff } from '../../../domain/staff/name-staff.ts'
import { rememberEach } from '../../../platform/remember-each.ts'
import type { WebDeps } from '../../web-deps.ts'
import type { WaitingAccount } from './ledger-part.ts'

/** What a screen of one sending shows to everybody who looks at it, from one moment. */
export type Watched = {
  readonly broadcast: Broadcast
  readonly reconciliation: Reconciliation
  readonly waiting: readonly WaitingAccount[]
  readonly calls: number
  /** Of the staff who decided something about it. */
  readonly names: ReadonlyMap<string, string>
  readonly rate: SendingRate | undefined
}

/** Looked at anew for whoever opens the screen, and once a second for all who have it open. */
export type BroadcastWatch = {
  anew(of: Whose): Promise<Watched>
  shared(of: Whose): Promise<Watched>
  linesAnew(of: DeliveryPage): Promise<readonly DeliveryLine[]>
  /** A list of a hundred thousand is put into order less often than a list of hundreds. */
  sharedLines(of: DeliveryPage, audience: number): Promise<readonly DeliveryLine[]>
}
type Whose = { readonly organisationId: string; readonly broadcastId: string }

const [lookMs, rateMs, bigListMs] = [900, 2_000, 5_000]
const bigList = 2_000

export function watchBroadcasts(deps: WebDeps): BroadcastWatch {
  const { db, clock } = deps
  const rates = rememberEach(async (key: string) => {
    const { broadcastId, from, to } = JSON.parse(key)
    return rateOf(db, { broadcastId, from: new Date(from), to: new Date(to) })
  })
  const looks = rememberEach((key: string) => look(JSON.parse(key)))
  const lines = rememberEach((key: string) => findDeliveryLines(db, JSON.parse(key)))

  async function look({ organisationId, broadcastId }: Whose): Promise<Watched> {
    const broadcast = await findBroadcast(db, organisationId, broadcastId)
    if (!broadcast) throw broadcastNotFound()
    const [reconciliation, calls] = await Promise.all([
      reconcile(db, { broadcastId, now: clock.now(), since: broadcast.countedFrom }),
      countCallList(db, broadcastId),
    ])
    const { createdBy, stateBy, urgentBy, urgentAgreedBy } = broadcast
    const ids = [createdBy, stateBy, urgentBy, urgentAgreedBy].filter((id) => id !== null && uuid.test(id))
    const [names, waiting, rate] = await Promise.all([
      nameStaff(deps, { organisationId, ids }),
      waitingAccounts(reconciliation),
      rateFor(broadcastId, reconciliation),
    ])
    return { broadcast, reconciliation, waiting, calls, names, rate }
  }

  async function waitingAccounts({ groups }: Reconciliation): Promise<readonly WaitingAccount[]> {
    const queued = groups.filter(({ state }) => state === 'planned' || state === 'queued')
    const resting = await findRestingAccounts(
      db,
      queued.flatMap(({ accountId }) => accountId ?? []),
    )
    return resting.map(({ id, name, state }) => {
      const count = queued.filter(({ accountId }) => accountId === id).reduce((sum, group) => sum + group.count, 0)
      return { name, state, count }
    })
  }

  async function rateFor(broadcastId: string, { groups }: Reconciliation): Promise<SendingRate | undefined> {
    const span = spanOf(groups)
    if (!span) return undefined
    // The end moves on with every message: it must not make another key each time.
    const to = new Date(Math.ceil(span.to.getTime() / rateMs) * rateMs)
    return rates.get(JSON.stringify({ broadcastId, from: span.from, to }), rateMs)
  }

  return {
    anew: (of) => looks.anew(keyOf(of)),
    shared: (of) => looks.get(keyOf(of), lookMs),
    linesAnew: (of) => lines.anew(JSON.stringify(of)),
    sharedLines: (of, audience) => lines.get(JSON.stringify(of), audience > bigList ? bigListMs : lookMs),
  }
}

const keyOf = ({ organisationId, broadcastId }: Whose): string => JSON.stringify({ organisationId, broadcastId })

const uuid = /^[0-9a-f-]{36}$/
