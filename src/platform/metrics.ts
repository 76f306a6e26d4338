import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What this process counts for Prometheus. Labels come from closed lists and account ids: nothing here grows with people. */
export type Metrics = {
  /** One call to a platform: the outcome's kind, and how long it took. */
  sent(of: { readonly channel: string; readonly outcome: string }, ms: number): void
  /** One webhook call, answered after `ms`. */
  webhook(of: { readonly channel: string; readonly status: number }, ms: number): void
  /** How long a job waited in a lane until it began: in line, and for the account's pace. */
  waited(of: { readonly channel: string; readonly priority: string }, ms: number): void
  /** From hearing a person until the first answer was with the platform. */
  replied(of: { readonly channel: string }, ms: number): void
  /** Everything as Prometheus reads it; asks `levels` first. */
  text(levels: () => Promise<Levels>): Promise<{ readonly type: string; readonly body: string }>
}

/** What is true at this moment, for the gauges. */
export type Levels = {
  /** This process holds the leader lease. */
  readonly leads: boolean
  /** What database and queue say; undefined when they cannot be asked now. */
  readonly measured: Measured | undefined
}

export type Measured = {
  readonly lag: readonly { readonly kind: string; readonly seconds: number }[]
  readonly lanes: readonly { readonly channel: string; readonly account: string; readonly jobs: number }[]
  readonly ledger: readonly { readonly state: string; readonly deliveries: number }[]
}

const sendSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const webhookSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5]
const waitSeconds = [0.01, 0.05, 0.1, 0.3, 1, 3, 10, 30, 60, 300, 1_800, 7_200]
const replySeconds = [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 60]

/** A registry of its own, so that two services in one process (tests) do not count into each other. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]) =>
    new Histogram({ name: `giaoban_${name}`, help, labelNames: [...labelNames], buckets, registers })
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `giaoban_${name}`, help, labelNames: [...labelNames], registers })

  const sends = new Counter({
    name: 'giaoban_sends_total',
    help: 'Calls that were to bring a message to a person, by outcome',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const durations = histogram('send_duration_seconds', 'How long such a call took', ['channel'], sendSeconds)
  const webhooks = histogram(
    'webhook_duration_seconds',
    'From a webhook call until its answer',
    ['channel', 'status'],
    webhookSeconds,
  )
  const waits = histogram(
    'job_wait_seconds',
    'How long a job waited in its lane, for its turn and for the limit of the account',
    ['channel', 'priority'],
    waitSeconds,
  )
  const replies = histogram(
    'reply_seconds',
    'From hearing a person until the answer was sent',
    ['channel'],
    replySeconds,
  )
  const gauges = {
    read: gauge('levels_read', 'Whether the levels below could be read: 1, or 0'),
    leads: gauge('leader', 'Whether this process sweeps, schedules and cares: 1, or 0'),
    lag: gauge('lag_seconds', 'Age of the oldest that may go and waits', ['kind']),
    lanes: gauge('queue_jobs', 'Jobs that wait, run or are delayed', ['channel', 'account']),
    ledger: gauge('deliveries', 'Rows of the ledger of broadcasts that are not over', ['state']),
  }

  return {
    sent({ channel, outcome }, ms) {
      sends.inc({ channel, outcome })
      durations.observe({ channel }, ms / 1_000)
    },
    webhook: (of, ms) => webhooks.observe(of, ms / 1_000),
    waited: (of, ms) => waits.observe(of, ms / 1_000),
    replied: (of, ms) => replies.observe(of, ms / 1_000),
    async text(levels) {
      const { leads, measured } = await levels()
      // What could not be read is left out, so that no old figure passes for a new one.
      for (const each of Object.values(gauges)) each.reset()
      gauges.read.set(measured ? 1 : 0)
      gauges.leads.set(leads ? 1 : 0)
      if (measured) {
        for (const { kind, seconds } of measured.lag) gauges.lag.set({ kind }, seconds)
        for (const { channel, account, jobs } of measured.lanes) gauges.lanes.set({ channel, account }, jobs)
        for (const { state, deliveries } of measured.ledger) gauges.ledger.set({ state }, deliveries)
      }
      return { type: registry.contentType, body: await registry.metrics() }
    },
  }
}
