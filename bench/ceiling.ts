import { type Agreement, agrees, compareWithLog } from './agreement.ts'
import { type Bench, type BenchRow, judged, shown } from './bench.ts'
import { lastCall } from './bodies.ts'
import { type AccountName, zaloOf } from './department.ts'
import { openPaced, type Paced } from './paced.ts'
import { untilFinished } from './sending.ts'
import type { StandIn } from './stand-in.ts'

/** What the platform takes in a minute, and how much of it has to be used. */
const ceilings = {
  telegram: { label: 'Telegram, 30 a second', perMinute: 30 * 60, least: 29 / 30, channel: 'telegram' },
  zalo100: { label: 'Zalo, 100 a minute', perMinute: 100, least: 0.97, channel: 'zalo' },
  zalo2000: { label: 'Zalo, 2000 a minute', perMinute: 2_000, least: 0.97, channel: 'zalo' },
} as const satisfies Record<AccountName, object>
const names = Object.keys(ceilings) as AccountName[]

export const ceiling: Bench = {
  name: 'ceiling',
  about:
    'whether the platforms’ ceilings are used to the full and never touched: the bot and two Official Accounts at once',
  async run(options) {
    const { minutes = 2, backend, say } = options
    // As many as the ceiling lets through in that time, on each account.
    const audience = Object.fromEntries(names.map((name) => [name, ceilings[name].perMinute * minutes])) as Record<
      AccountName,
      number
    >
    const paced = await openPaced(options, audience)
    const { place, standIn, department, desk } = paced
    const since = lastCall(standIn)
    const publicationId = await department.release()
    say(`sending for about ${minutes} minutes`)
    const startedAt = Date.now()
    const broadcastId = await desk.send(department, publicationId)
    const sent = await untilFinished(place, broadcastId, startedAt, (minutes * 2 + 2) * 60_000)
    const rows: BenchRow[] = [judged('not sent', String(sent.otherwise), '0', sent.otherwise === 0)]
    const rates: Record<string, number> = {}
    for (const name of names) {
      const told = await readCeiling(paced, name, { broadcastId, since })
      rates[name] = Math.round((told.perMinute / ceilings[name].perMinute) * 1000) / 1000
      rows.push(...rowsOf(name, told))
    }
    const recipients = names.reduce((sum, name) => sum + audience[name], 0)
    return { recipients, backend, perSecond: (rates.telegram ?? 0) * 30, ratios: rates, rows }
  },
}

type Told = {
  readonly perMinute: number
  readonly worst: number | null
  readonly agreement: Agreement
  readonly expected: number
}

async function readCeiling(
  { place, standIn, department }: Paced,
  name: AccountName,
  of: { readonly broadcastId: string; readonly since: number },
): Promise<Told> {
  const accountId = department.accounts[name]
  const { channel } = ceilings[name]
  const arrivals = arrivalsOf(standIn, name, of.since)
  const agreement = await compareWithLog(place, standIn, { ...of, accountId, channel })
  const expected = await place.db.delivery.count({ where: { broadcastId: of.broadcastId, accountId } })
  return { ...paceOf(arrivals), agreement, expected }
}

/** When each message arrived, in milliseconds. */
function arrivalsOf(standIn: StandIn, name: AccountName, since: number): readonly number[] {
  const account = name === 'telegram' ? 'giaoban_bench_bot' : zaloOf(standIn, name).oaId
  const sql = `SELECT at FROM calls WHERE id > ? AND account = ? AND effect = 1 AND method IN ('sendMessage', 'message/cs') ORDER BY id`
  return standIn.withFile((database) =>
    database
      .prepare(sql)
      .all(since, account)
      .map(({ at }) => new Date(String(at)).getTime()),
  )
}

/** Over the whole time from the first to the last, and in the worst whole minute of it. */
function paceOf(arrivals: readonly number[]): Pick<Told, 'perMinute' | 'worst'> {
  const [first = 0] = arrivals
  const last = arrivals.at(-1) ?? first
  const perMinute = last > first ? ((arrivals.length - 1) * 60_000) / (last - first) : 0
  const whole = Math.floor((last - first) / 60_000)
  const minutes = Array.from({ length: whole }, (_, at) => {
    const from = first + at * 60_000
    return arrivals.filter((moment) => moment >= from && moment < from + 60_000).length
  })
  return { perMinute, worst: minutes.length > 0 ? Math.min(...minutes) : null }
}

function rowsOf(name: AccountName, { perMinute, worst, agreement, expected }: Told): readonly BenchRow[] {
  const { label, perMinute: ceilingPerMinute, least } = ceilings[name]
  const held = perMinute / ceilingPerMinute
  const shownPace = name === 'telegram' ? `${(perMinute / 60).toFixed(2)}/s` : `${perMinute.toFixed(1)}/min`
  const goal = name === 'telegram' ? '≥ 29/s' : `≥ ${least * 100} %`
  const { arrived, neverArrived, unrecorded, doubled, refusedAsTooMany } = agreement
  return [
    judged(label, `${shownPace} (${(held * 100).toFixed(1)} %)`, goal, held >= least),
    shown(`${label}: the worst whole minute`, worst === null ? '–' : String(worst), String(ceilingPerMinute)),
    judged(`${label}: refused as too fast`, String(refusedAsTooMany), '0', refusedAsTooMany === 0),
    judged(
      `${label}: lost · doubled`,
      `${neverArrived + expected - arrived} · ${doubled + unrecorded}`,
      '0 · 0',
      agrees(agreement) && arrived === expected,
    ),
  ]
}
