import type { Channel } from '../../channels/channel.ts'
import type { Deps } from '../deps.ts'
import type { Audience } from '../publications/publication.ts'
import { audiencePages } from './audience.repository.ts'
import type { ContactOfReporter, ReporterFacts } from './choose-surface.ts'
import { correctLastInteraction } from './windows.repository.ts'

/** Each costs a call of the account's limit, which replies share; of the others our own word counts, and the send itself tells. */
const mostAsked = 60
const atOnce = 4
/** Somebody waits for the plan, or has pressed the button that sends. */
const withinMs = 10_000

/**
 * Asks the platform itself when those last interacted of whom our own record cannot tell on which side of a window they are, and
 * keeps its answer, before surfaces are chosen. Call it outside any transaction. Gives how many were corrected.
 */
export async function settleDoubts(
  deps: Pick<Deps, 'db' | 'clock' | 'channels'>,
  organisationId: string,
  audience: Audience,
): Promise<number> {
  const askable = accountsToAsk(deps)
  if (askable.length === 0) return 0
  return settleAll(deps, audiencePages(deps.db, organisationId, audience, { askable }))
}

/** The same for people who are found only when there is anybody to ask. */
export async function settleDoubtsOf(
  deps: Pick<Deps, 'db' | 'clock' | 'channels'>,
  find: () => Promise<readonly ReporterFacts[]>,
): Promise<number> {
  if (accountsToAsk(deps).length === 0) return 0
  return settleAll(deps, [await find()])
}

const accountsToAsk = ({ channels }: Pick<Deps, 'channels'>): readonly string[] =>
  channels.all().flatMap(({ accountId, lastInteraction }) => (lastInteraction ? accountId : []))

async function settleAll(
  deps: Pick<Deps, 'db' | 'clock' | 'channels'>,
  pages: AsyncIterable<readonly ReporterFacts[]> | Iterable<readonly ReporterFacts[]>,
): Promise<number> {
  const now = deps.clock.now()
  const doubtful: Doubt[] = []
  for await (const reporters of pages) {
    const active = reporters.filter(({ state }) => state === 'active').flatMap(({ contacts }) => contacts)
    doubtful.push(...active.flatMap((contact) => askable(deps, contact, now)))
    if (doubtful.length >= mostAsked) break
  }
  doubtful.splice(mostAsked)
  const over = AbortSignal.timeout(withinMs)
  let corrected = 0
  const ask = async () => {
    for (let next = doubtful.shift(); next && !over.aborted; next = doubtful.shift())
      if (await settle(deps, next, now)) corrected += 1
  }
  const asking = Promise.all(Array.from({ length: atOnce }, ask))
  await Promise.race([asking, new Promise((resolve) => over.addEventListener('abort', resolve))])
  return corrected
}

type Doubt = { readonly contact: ContactOfReporter; readonly channel: Channel }

function askable({ channels }: Pick<Deps, 'channels'>, contact: ContactOfReporter, now: Date): readonly Doubt[] {
  const { address, lastInteractionAt, state, consented } = contact
  const channel = channels.byAccount(contact.accountId)
  if (!channel?.lastInteraction || state !== 'reachable' || !consented) return []
  if (!channel.reach({ address, lastInteractionAt, now }).doubtful) return []
  return isTold(channel, contact, now) ? [] : [{ contact, channel }]
}

/** A plan is looked at several times before its button is pressed: whoever was just told of needs no second call. */
const told = new WeakMap<Channel, Map<string, { readonly until: number; readonly word: number | undefined }>>()
const toldForMs = 600_000

/** Whoever we heard from since then is asked about anew. */
function isTold(channel: Channel, { id, lastInteractionAt }: ContactOfReporter, now: Date): boolean {
  const last = told.get(channel)?.get(id)
  return last !== undefined && last.until > now.getTime() && last.word === lastInteractionAt?.getTime()
}

function noteTold(channel: Channel, contactId: string, word: Date | null, now: Date): void {
  const ofChannel = told.get(channel) ?? new Map()
  for (const [id, { until }] of ofChannel) if (until <= now.getTime()) ofChannel.delete(id)
  told.set(channel, ofChannel.set(contactId, { until: now.getTime() + toldForMs, word: word?.getTime() }))
}

async function settle({ db }: Pick<Deps, 'db'>, { contact, channel }: Doubt, now: Date): Promise<boolean> {
  // A platform that cannot be asked now says nothing, and the send itself will tell.
  const word = await channel.lastInteraction?.(contact.address).catch(() => undefined)
  if (word === undefined) return false
  const last = word && word > now ? now : word
  noteTold(channel, contact.id, last, now)
  if (last?.getTime() === contact.lastInteractionAt?.getTime()) return false
  return correctLastInteraction(db, contact, last)
}
