import { concurrencyOf, limiterOf } from '../jobs/lane-pace.ts'
import { agrees } from './agreement.ts'
import { meanOf, runBaselines } from './baselines.ts'
import { type Bench, type BenchRow, judged, shown } from './bench.ts'
import { recordedBodies } from './bodies.ts'
import { unpaced } from './department.ts'
import { openUnpaced, sendTo } from './full-ledger.ts'
import { usagePerMessage } from './usage.ts'

/**
 * What each backend has to reach. On PostgreSQL queue and ledger share a server: 200 messages a second beside the 780 empty jobs that
 * BullMQ was seen to do there are a ratio of 0.25.
 */
const goals = {
  redis: { perSecond: '≥ 1500, aim 2500', bareLoop: 0.25, emptyJobs: null, postOnlyJobs: 0.6 },
  postgres: { perSecond: '≥ 200, above 30', bareLoop: null, emptyJobs: 0.25, postOnlyJobs: null },
} as const

export const throughput: Bench = {
  name: 'throughput',
  about: 'how many messages a second one worker sends with the full ledger, limits off',
  async run(options) {
    const { recipients = 10_000, backend, say } = options
    const warm = await openUnpaced(options)
    const { place, standIn } = warm
    const bodies = recordedBodies(standIn, 1_000)
    const count = Math.min(recipients, backend === 'redis' ? 10_000 : 2_000)
    // The lane of an account that nothing holds back, as the product opens it.
    const task = { count, bodies, concurrency: concurrencyOf(unpaced), limiter: limiterOf(unpaced) }
    say('baselines before')
    const before = await runBaselines(place, standIn, options, task)
    say(`the full ledger, ${recipients} recipients`)
    const { measured } = await sendTo(warm, recipients)
    say(`  ${Math.round(measured.perSecond)}/s; baselines after`)
    const baselines = meanOf(before, await runBaselines(place, standIn, options, task))
    const ratios = {
      bareLoop: round(measured.perSecond / baselines['bare-loop']),
      emptyJobs: round(measured.perSecond / baselines['empty-jobs']),
      postOnlyJobs: round(measured.perSecond / baselines['post-only-jobs']),
    }
    const goal = goals[backend]
    const { agreement, usage, sent, otherwise, finishedMs, settledMs } = measured
    const perSecond = Math.round(measured.perSecond)
    const rows: readonly BenchRow[] = [
      shown('messages a second, full ledger', String(perSecond), goal.perSecond),
      shown('bare loop that posts the same bodies', `${Math.round(baselines['bare-loop'])}/s`),
      shown('BullMQ with empty jobs', `${Math.round(baselines['empty-jobs'])}/s`),
      shown('BullMQ jobs that only post', `${Math.round(baselines['post-only-jobs'])}/s`),
      ratioRow('ratio to the bare loop', ratios.bareLoop, goal.bareLoop),
      ratioRow('ratio to empty jobs', ratios.emptyJobs, goal.emptyJobs),
      ratioRow('ratio to jobs that only post', ratios.postOnlyJobs, goal.postOnlyJobs),
      judged('not sent', String(otherwise), '0', otherwise === 0),
      judged(
        'ledger and log: missing · unrecorded · doubled',
        `${agreement.neverArrived} · ${agreement.unrecorded} · ${agreement.doubled}`,
        '0 · 0 · 0',
        agrees(agreement) && agreement.arrived === sent,
      ),
      shown('from send to the last settled · to finished', `${seconds(settledMs)} · ${seconds(finishedMs)}`),
      shown('CPU per message', usagePerMessage(usage.before, usage.after, sent)),
    ]
    return { recipients, backend, perSecond, ratios, rows }
  },
}

const ratioRow = (what: string, ratio: number, least: number | null): BenchRow =>
  least === null ? shown(what, String(ratio)) : judged(what, String(ratio), `≥ ${least}`, ratio >= least)

const round = (ratio: number) => Math.round(ratio * 1000) / 1000
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
