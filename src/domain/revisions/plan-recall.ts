import { findReportersById } from '../broadcasts/audience.repository.ts'
import { chooseSurface } from '../broadcasts/choose-surface.ts'
import type { Deps } from '../deps.ts'
import { findOnPhones, type OnPhone } from './carriers.repository.ts'
import { recallAbout } from './recall-notices.ts'
import { mayBeRevised } from './take-back.ts'

/** What recalling it now would do, counted in people: every row of its ledger that has brought it, and those it would still bring. */
export type RecallPlan = {
  /** Young enough to be taken off the phone. */
  readonly deleted: number
  /** Too old for that: one sentence stands in the text's place, files stay. */
  readonly replaced: number
  /** The account is off now; its messages are changed when it is on again. */
  readonly waiting: number
  /** Told by a notice, because their channel changes nothing, and what that costs. */
  readonly notices: readonly { readonly surface: string; readonly count: number; readonly costVnd: number }[]
  /** Read it on their own page, which says it by itself. */
  readonly onPage: number
  /** Have it and cannot be told by any channel: to be called. */
  readonly toCall: number
  /** Not sent yet: they get nothing. */
  readonly cancelled: number
}

/** The same choices as the recall makes, without making them. */
export async function planRecall(
  deps: Pick<Deps, 'db' | 'clock' | 'channels'>,
  { publicationId }: { readonly publicationId: string },
): Promise<RecallPlan> {
  const rows = await findOnPhones(deps.db, publicationId)
  const now = deps.clock.now()
  const there = rows.filter(({ onPhone }) => onPhone)
  const able = there.filter((row) => mayBeRevised(deps, row))
  const ways = able.map((row) => wayOf(deps, row, now))
  const rest = there.filter((row) => !mayBeRevised(deps, row)).flatMap(({ reporterId }) => reporterId ?? [])
  const choices = (await findReportersById(deps.db, [...new Set(rest)])).map((each) =>
    chooseSurface(each, deps.channels, now, [], recallAbout),
  )
  const notices = new Map<string, RecallPlan['notices'][number]>()
  for (const choice of choices) {
    if (choice.kind !== 'chat') continue
    const { surface, costVnd } = choice
    const before = notices.get(surface) ?? { surface, count: 0, costVnd: 0 }
    notices.set(surface, { surface, count: before.count + 1, costVnd: before.costVnd + costVnd })
  }
  return {
    deleted: ways.filter((way) => way === 'deleted').length,
    replaced: ways.filter((way) => way === 'replaced').length,
    waiting: ways.filter((way) => way === 'waiting').length,
    notices: [...notices.values()],
    onPage: choices.filter(({ kind }) => kind === 'page').length,
    toCall: choices.filter(({ kind }) => kind === 'skip').length,
    cancelled: rows.filter(({ waiting }) => waiting).length,
  }
}

function wayOf({ channels }: Pick<Deps, 'channels'>, { accountId, sentAt }: OnPhone, now: Date) {
  const channel = accountId ? channels.byAccount(accountId) : undefined
  if (!channel) return 'waiting'
  return now.getTime() - sentAt.getTime() <= (channel.deletableForMs ?? 0) ? 'deleted' : 'replaced'
}
