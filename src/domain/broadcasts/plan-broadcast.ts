import type { Db } from '../../platform/postgres.ts'
import type { DeliveryReason, MessageKind } from '../deliveries/delivery.ts'
import type { Deps } from '../deps.ts'
import type { ComposeDeps } from '../publications/compose-deps.ts'
import { composePublication } from '../publications/compose-publication.ts'
import type { Publication } from '../publications/publication.ts'
import { publicationNotFound } from '../publications/publications.errors.ts'
import { findPublication } from '../publications/publications.repository.ts'
import { findAudience } from './audience.repository.ts'
import type { Chosen } from './broadcast.ts'
import { wasSentBefore } from './broadcasts.repository.ts'
import { chooseSurface } from './choose-surface.ts'
import { settleDoubts } from './settle-doubts.ts'

/** What sending it now would do. */
export type Plan = {
  /** It went out already; a second sending of the same is refused. */
  readonly sentBefore: boolean
  readonly audience: number
  readonly groups: readonly PlanGroup[]
  readonly costVnd: number
  /** How long the slowest account takes at its pace. */
  readonly expectedMs: number
  readonly cannot: readonly CannotLine[]
}
export type PlanGroup = {
  readonly surface: string
  readonly messageKind: MessageKind
  readonly count: number
  readonly costVnd: number
}
export type CannotLine = {
  readonly reporterId: string
  readonly fullName: string
  readonly outletName: string
  readonly reason: DeliveryReason
}

/** The plan before sending, made by the same chooser and the same messages that sending uses; writes nothing but what the platform says of a window. */
export async function planBroadcast(
  deps: ComposeDeps & Pick<Deps, 'db' | 'channels'>,
  input: { readonly publicationId: string; readonly organisationId: string },
): Promise<Plan> {
  const publication = await findPublication(deps.db, input.organisationId, input.publicationId)
  if (!publication) throw publicationNotFound()
  await settleDoubts(deps, input.organisationId, publication.audience)
  const chosen = await chooseForAudience(deps, deps.db, input.organisationId, publication)
  const sentBefore = await wasSentBefore(deps.db, publication.id)
  const calls = await fullCalls(deps, publication.id, chosen)
  return { sentBefore, ...planOf(deps, chosen, calls, await prepaidOn(deps, chosen)) }
}

export async function chooseForAudience(
  deps: Pick<Deps, 'clock' | 'channels'>,
  db: Db,
  organisationId: string,
  { audience, kind }: Pick<Publication, 'audience' | 'kind'>,
): Promise<readonly Chosen[]> {
  const now = deps.clock.now()
  const reporters = await findAudience(db, organisationId, audience)
  return reporters.map((reporter) => ({ reporter, choice: chooseSurface(reporter, deps.channels, now, [], kind) }))
}

/** How many platform calls the whole content takes on each account: what one of its people would get, split as the channel splits it. */
async function fullCalls(
  deps: ComposeDeps & Pick<Deps, 'db' | 'channels'>,
  publicationId: string,
  chosen: readonly Chosen[],
): Promise<ReadonlyMap<string, number>> {
  const calls = new Map<string, number>()
  for (const { reporter, choice } of chosen) {
    if (choice.kind !== 'chat' || !isFull(choice.messageKind) || calls.has(choice.accountId)) continue
    const { accountId, contactId } = choice
    const messages = await composePublication(deps, { publicationId, reporterId: reporter.id, contactId })
    const channel = deps.channels.byAccount(accountId)
    calls.set(accountId, channel ? messages.flatMap((message) => channel.render(message)).length : 0)
  }
  return calls
}

/** Somebody waits for the plan; what is not told in time counts as nothing paid. */
const withinMs = 5_000

/** What the packages still pay for, on the accounts that would charge. */
async function prepaidOn(
  { channels }: Pick<Deps, 'channels'>,
  chosen: readonly Chosen[],
): Promise<Map<string, number>> {
  const charged = chosen.flatMap(({ choice }) =>
    choice.kind === 'chat' && choice.messageKind === 'charged-message' ? choice.accountId : [],
  )
  const told = [...new Set(charged)].map(async (accountId) => {
    const asked = channels.byAccount(accountId)?.prepaid?.()
    const tooLate = new Promise<undefined>((resolve) => setTimeout(resolve, withinMs, undefined).unref())
    return [accountId, (await Promise.race([asked, tooLate])) ?? 0] as const
  })
  return new Map(await Promise.all(told))
}

const isFull = (kind: MessageKind): boolean => kind === 'message' || kind === 'charged-message'

function planOf(
  { channels }: Pick<Deps, 'channels'>,
  chosen: readonly Chosen[],
  fullCallsOn: ReadonlyMap<string, number>,
  prepaid: Map<string, number>,
): Omit<Plan, 'sentBefore'> {
  const groups = new Map<string, PlanGroup>()
  const perAccount = new Map<string, number>()
  const cannot: CannotLine[] = []
  for (const { reporter, choice } of chosen) {
    if (choice.kind === 'skip') {
      const { id: reporterId, fullName, outletName } = reporter
      cannot.push({ reporterId, fullName, outletName, reason: choice.reason })
      continue
    }
    const [surface, messageKind] =
      choice.kind === 'page' ? ['page', 'page' as const] : [choice.surface, choice.messageKind]
    const before = groups.get(`${surface} ${messageKind}`) ?? { surface, messageKind, count: 0, costVnd: 0 }
    const calls = choice.kind === 'chat' && isFull(choice.messageKind) ? (fullCallsOn.get(choice.accountId) ?? 1) : 1
    const costVnd =
      before.costVnd + (choice.kind === 'chat' ? choice.costVnd * (calls - takePrepaid(prepaid, choice, calls)) : 0)
    groups.set(`${surface} ${messageKind}`, { ...before, count: before.count + 1, costVnd })
    if (choice.kind === 'chat') perAccount.set(choice.accountId, (perAccount.get(choice.accountId) ?? 0) + calls)
  }
  const durations = [...perAccount].map(([accountId, count]) => {
    const pace = channels.byAccount(accountId)?.pace
    return pace ? Math.ceil((count * pace.perMs) / pace.messages) : 0
  })
  return {
    audience: chosen.length,
    groups: [...groups.values()].toSorted((one, other) => other.count - one.count),
    costVnd: [...groups.values()].reduce((sum, group) => sum + group.costVnd, 0),
    expectedMs: Math.max(0, ...durations),
    cannot,
  }
}

function takePrepaid(
  prepaid: Map<string, number>,
  { accountId, messageKind }: Extract<Chosen['choice'], { kind: 'chat' }>,
  calls: number,
): number {
  if (messageKind !== 'charged-message') return 0
  const left = prepaid.get(accountId) ?? 0
  prepaid.set(accountId, Math.max(0, left - calls))
  return Math.min(left, calls)
}
