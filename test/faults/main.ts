import { parseArgs } from 'node:util'
import { runs, sharesOn } from './kinds.ts'
import { planTrials } from './plan.ts'
import { hasRedisServer } from './redis-server.ts'
import { jsonOf, lineOf, tableOf } from './report.ts'
import { runTrials } from './run-trials.ts'
import { type Backend, openStage } from './stage.ts'

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '140' },
    seed: { type: 'string', default: '1' },
    backend: { type: 'string', default: process.env.REDIS_URL || hasRedisServer() ? 'redis' : 'postgres' },
    recipients: { type: 'string', default: '40' },
    /** How long PostgreSQL and Redis are away when they are away. */
    away: { type: 'string', default: '30' },
    /** Only trials whose name contains this; for looking into one kind. */
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
})

process.exitCode = await main()

async function main(): Promise<number> {
  const { backend, json, only } = values
  if (backend !== 'redis' && backend !== 'postgres') return refuse('--backend is redis or postgres')
  if (backend === 'redis' && !process.env.REDIS_URL && !hasRedisServer())
    return refuse('--backend redis needs redis-server on this machine, or the address of one in REDIS_URL')
  const seed = Number(values.seed)
  const count = Number(values.trials)
  if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 1)
    return refuse('--trials and --seed are whole numbers')
  const ownRedis = !process.env.REDIS_URL
  const shares = sharesOn(backend as Backend, { ownRedis }).filter(({ kind }) => kind.includes(only))
  const trials = planTrials(shares, { trials: count, seed })
  const say = (line: string) => void (json ? process.stderr : process.stdout).write(`${line}\n`)
  say(`${trials.length} trials, seed ${seed}, queue on ${backend}, ${values.recipients} recipients each`)
  const begun = performance.now()
  const stage = await openStage({ backend, recipients: Number(values.recipients), endsOnSignal: true })
  if (stage.redis && !ownRedis)
    say('REDIS_URL is set: its database is emptied, and it is neither stopped nor restarted')
  try {
    const options = {
      kinds: runs,
      awayMs: Number(values.away) * 1000,
      onResult: (result: Parameters<typeof lineOf>[0]) => say(lineOf(result)),
    }
    const results = await runTrials(stage, trials, options)
    const tookMs = performance.now() - begun
    const report = jsonOf(results, { seed, backend, tookMs })
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(results, report))
    return report.pass ? 0 : 1
  } finally {
    await stage.close()
  }
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`)
  return 2
}
