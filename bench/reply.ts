import { setTimeout as rest } from 'node:timers/promises'
import { seededRandom } from '../bots/sandbox/fault-rates.ts'
import { type Bench, type BenchRow, judged, shown } from './bench.ts'
import { lastCall } from './bodies.ts'
import { answersAfter, type Gesture, percentile, tapOnTelegram, typeOnZalo } from './gestures.ts'
import { openPaced, type Paced } from './paced.ts'

/** The country on the bot, and the people of one province on an Official Account. */
const onZalo = 160
/** The peak of ten minutes in a month, pressed into the time one bulletin to 160 takes at that pace: harder than the month. */
const zaloGestures = 41
const tapsPerSecond = 2
const themes = ['Phòng chống mưa lũ', 'Chuyển đổi số ở cơ sở', 'Mùa lễ hội cuối năm']

export const reply: Bench = {
  name: 'reply',
  about: 'how long a person waits for an answer while bulk runs at the ceiling, on both platforms at once',
  async run(options) {
    const { recipients = 100_000, minutes = 2, backend, say } = options
    const paced = await openPaced(options, { telegram: recipients, zalo100: onZalo })
    const { desk, department, standIn } = paced
    const since = lastCall(standIn)
    const title = 'Bản tin báo chí tuần này'
    await desk.send(department, await department.release({ title, themes }))
    say(`the broadcast runs; people answer for ${minutes} minutes`)
    await untilUnderWay(paced, since)
    const endAt = Date.now() + minutes * 60_000
    const [taps, words] = await Promise.all([
      gesturesUntil(endAt, 1_000 / tapsPerSecond, (random) => tapOnTelegram(paced, random)),
      gesturesUntil(endAt, (minutes * 60_000) / zaloGestures, (random) => typeOnZalo(paced, random)),
    ])
    // The last ones still wait for their answer.
    await rest(15_000)
    const telegram = answersAfter(paced, taps, { title, method: 'sendMessage' })
    const zalo = answersAfter(paced, words, { title, method: 'message/cs' })
    const bulk = bulkPace(paced, since, title)
    const rows: readonly BenchRow[] = [
      shown('bulk on the bot meanwhile', `${bulk.toFixed(1)}/s`, '30/s with the answers'),
      ...waits('Telegram: tap → answer', telegram, [
        { share: 0.95, mostMs: 300 },
        { share: 0.99, mostMs: 1_000 },
      ]),
      ...waits('Zalo: word → answer', zalo, [{ share: 0.95, mostMs: 10_000 }]),
      ...(await stages(paced)),
      refused(paced, since),
    ]
    return { recipients, backend, rows }
  },
}

type Gesturing = (random: () => number) => Promise<Gesture | undefined>

/** People act independently of each other: at random moments, so many on average. */
async function gesturesUntil(endAt: number, everyMs: number, act: Gesturing): Promise<readonly Gesture[]> {
  const random = seededRandom(17)
  const done: Promise<Gesture | undefined>[] = []
  while (Date.now() < endAt) {
    done.push(act(random))
    await rest(-Math.log(1 - random()) * everyMs)
  }
  return (await Promise.all(done)).flatMap((gesture) => gesture ?? [])
}

async function untilUnderWay({ standIn }: Paced, since: number): Promise<void> {
  const deadline = Date.now() + 60_000
  while (lastCall(standIn) < since + 100) {
    if (Date.now() > deadline) throw new Error('the broadcast does not get under way')
    await rest(200)
  }
}

function waits(
  what: string,
  { waitedMs, unanswered }: ReturnType<typeof answersAfter>,
  goals: readonly { readonly share: number; readonly mostMs: number }[],
): readonly BenchRow[] {
  const judgedGoals = goals.map(({ share, mostMs }) => {
    const took = percentile(waitedMs, share)
    return judged(`${what}, p${share * 100}`, `${took} ms`, `≤ ${mostMs} ms`, waitedMs.length > 0 && took <= mostMs)
  })
  return [
    ...judgedGoals,
    shown(`${what}, half · most`, `${percentile(waitedMs, 0.5)} · ${percentile(waitedMs, 1)} ms of ${waitedMs.length}`),
    judged(`${what}, never answered`, String(unanswered), '0', unanswered === 0),
  ]
}

/** Where an answer was meanwhile, by our own rows: what the platform's side of the way took is not in it. */
async function stages({ place, department }: Paced): Promise<readonly BenchRow[]> {
  const rows = await place.db.$queryRaw<{ accountId: string; handling: number; waiting: number; sending: number }[]>`
    SELECT i."accountId", percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM r."createdAt" - i."receivedAt"))::float * 1000 AS handling,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM r."sendingAt" - r."createdAt"))::float * 1000 AS waiting,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM r."settledAt" - r."sendingAt"))::float * 1000 AS sending
    FROM "InboxItem" i JOIN "Reply" r ON r."inboxId" = i.id WHERE r.state = 'sent' GROUP BY i."accountId"`
  return rows.map(({ accountId, handling, waiting, sending }) =>
    shown(
      `${accountId === department.accounts.telegram ? 'Telegram' : 'Zalo'}: kept → answer written → sending → settled, p95 each`,
      `${[handling, waiting, sending].map((ms) => `${Math.round(ms)}`).join(' · ')} ms`,
    ),
  )
}

function bulkPace({ standIn }: Paced, since: number, title: string): number {
  const sql = `SELECT count(*) AS n, min(at) AS first, max(at) AS last FROM calls
    WHERE id > ? AND method = 'sendMessage' AND effect = 1 AND instr(request, ?) > 0`
  const told = standIn.withFile((database) => database.prepare(sql).get(since, title))
  const spanMs = new Date(String(told?.last)).getTime() - new Date(String(told?.first)).getTime()
  return spanMs > 0 ? (Number(told?.n) * 1000) / spanMs : 0
}

function refused({ standIn }: Paced, since: number): BenchRow {
  const sql = `SELECT count(*) AS n FROM calls WHERE id > ? AND (status = 429 OR instr(answer, '"error":-32') > 0)`
  const count = Number(standIn.withFile((database) => database.prepare(sql).get(since))?.n)
  return judged('refused as too fast', String(count), '0', count === 0)
}
