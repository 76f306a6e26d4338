import type { DeliveryReason, MessageKind } from '../deliveries/delivery.ts'
import type { Deps } from '../deps.ts'
import type { ComposeDeps } from '../publications/compose-deps.ts'
import { composePublication } from '../publications/compose-publication.ts'
import type { Publication } from '../publications/publication.ts'
import { publicationNotFound } from '../publications/publications.errors.ts'
import { findPublication } from '../publications/publications.repository.ts'
import { audiencePages } from './audience.repository.ts'
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
  const tally = await tallyOf(chooseForAudience(deps, input.organisationId, publication))
  const sentBefore = await wasSentBefore(deps.db, publication.id)
  const calls = await fullCalls(deps, publication.id, tally.chats)
  return { sentBefore, ...planOf(deps, tally, calls, await prepaidOn(deps, tally.chats)) }
}

/** Everybody of the audience with the surface that would be written to now, page by page. */
export async function* chooseForAudience(
  deps: Pick<Deps, 'db' | 'clock' | 'channels'>,
  organisationId: string,
  { audience, kind }: Pick<Publication, 'audience' | 'kind'>,
): AsyncGenerator<readonly Chosen[]> {
  const now = deps.clock.now()
  for await (const page of audiencePages(deps.db, organisationId, audience))
    yield page.map((reporter) => ({ reporter, choice: chooseSurface(reporter, deps.channels, now, [], kind) }))
}

/** What a plan needs to know of an audience: how many go which way, and who cannot be reached; a whole country is a few lines. */
type Tally = {
  readonly audience: number
  readonly page: number
  readonly chats: readonly ChatLine[]
  readonly cannot: readonly CannotLine[]
}

/** So many go this way at this price; the content is tried on one of them. */
type ChatLine = Omit<Extract<Chosen['choice'], { kind: 'chat' }>, 'kind'> & {
  readonly reporterId: string
  count: number
}

async function tallyOf(pages: AsyncIterable<readonly Chosen[]>): Promise<Tally> {
  const chats = new Map<string, ChatLine>()
  const cannot: CannotLine[] = []
  let [audience, page] = [0, 0]
  for await (const chosen of pages) {
    audience += chosen.length
    for (const { reporter, choice } of chosen) {
      const { id: reporterId, fullName, outletName } = reporter
      if (choice.kind === 'skip') cannot.push({ reporterId, fullName, outletName, reason: choice.reason })
      if (choice.kind === 'page') page += 1
      if (choice.kind !== 'chat') continue
      const { kind: _, ...chat } = choice
      const key = `${chat.accountId} ${chat.messageKind} ${chat.costVnd}`
      const line = chats.get(key)
      if (line) line.count += 1
      else chats.set(key, { ...chat, reporterId, count: 1 })
    }
  }
  const compare = new Intl.Collator('vi').compare
  cannot.sort((one, other) => compare(one.outletName, other.outletName) || compare(one.fullName, other.fullName))
  return { audience, page, chats: [...chats.values()], cannot }
}

/** How many platform calls the whole content takes on each account: what one of its people would get, split as the channel splits it. */
async function fullCalls(
  deps: ComposeDeps & Pick<Deps, 'db' | 'channels'>,
  publicationId: string,
  chats: readonly ChatLine[],
): Promise<ReadonlyMap<string, number>> {
  const calls = new Map<string, number>()
  for (const { accountId, messageKind, reporterId, contactId } of chats) {
    if (!isFull(messageKind) || calls.has(accountId)) continue
    const messages = await composePublication(deps, { publicationId, reporterId, contactId })
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
  chats: readonly ChatLine[],
): Promise<Map<string, number>> {
  const charged = chats.flatMap(({ messageKind, accountId }) => (messageKind === 'charged-message' ? accountId : []))
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
  { audience, page, chats, cannot }: Tally,
  fullCallsOn: ReadonlyMap<string, number>,
  prepaid: Map<string, number>,
): Omit<Plan, 'sentBefore'> {
  const groups = new Map<string, PlanGroup>()
  const perAccount = new Map<string, number>()
  const add = ({ surface, messageKind, count, costVnd }: PlanGroup) => {
    const key = `${surface} ${messageKind}`
    const before = groups.get(key) ?? { surface, messageKind, count: 0, costVnd: 0 }
    groups.set(key, { ...before, count: before.count + count, costVnd: before.costVnd + costVnd })
  }
  for (const { surface, accountId, messageKind, count, costVnd } of chats) {
    const calls = count * (isFull(messageKind) ? (fullCallsOn.get(accountId) ?? 1) : 1)
    const paid = messageKind === 'charged-message' ? Math.min(prepaid.get(accountId) ?? 0, calls) : 0
    if (paid > 0) prepaid.set(accountId, (prepaid.get(accountId) ?? 0) - paid)
    add({ surface, messageKind, count, costVnd: costVnd * (calls - paid) })
    perAccount.set(accountId, (perAccount.get(accountId) ?? 0) + calls)
  }
  if (page > 0) add({ surface: 'page', messageKind: 'page', count: page, costVnd: 0 })
  const durations = [...perAccount].map(([accountId, count]) => {
    const pace = channels.byAccount(accountId)?.pace
    return pace ? Math.ceil((count * pace.perMs) / pace.messages) : 0
  })
  return {
    audience,
    groups: [...groups.values()].toSorted((one, other) => other.count - one.count),
    costVnd: [...groups.values()].reduce((sum, group) => sum + group.costVnd, 0),
    expectedMs: Math.max(0, ...durations),
    cannot,
  }
}
