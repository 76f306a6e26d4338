/** What whoever starts a bench may choose; a bench says which of it fits. */
export type BenchOptions = {
  /** Undefined: the bench's own default. */
  readonly recipients: number | undefined
  readonly backend: Backend
  /** How long a bench that watches a pace goes on. */
  readonly minutes: number | undefined
  /** Told to whoever waits; never part of the result. */
  say(line: string): void
  /** Ends what was started, last first: when the bench is over, when it failed, and on Ctrl-C. */
  onEnd(what: string, end: () => unknown): void
}

export const backends = ['redis', 'postgres'] as const
/** What carries the queue. */
export type Backend = (typeof backends)[number]

/** One line of a bench's table; `ok` is null where the figure is shown beside its goal but does not decide. */
export type BenchRow = {
  readonly what: string
  readonly measured: string
  readonly goal: string
  readonly ok: boolean | null
}

export type BenchResult = {
  readonly recipients?: number
  readonly backend?: Backend
  readonly perSecond?: number
  /** Ours divided by the baseline of the same run. */
  readonly ratios?: Readonly<Record<string, number>>
  readonly rows: readonly BenchRow[]
}

/** One measurement of the real service. Its load is bounded and stops by itself. */
export type Bench = {
  readonly name: string
  /** What it measures, in one sentence. */
  readonly about: string
  run(options: BenchOptions): Promise<BenchResult>
}

/** What decides: every row that may. */
export const passes = ({ rows }: Pick<BenchResult, 'rows'>): boolean => rows.every(({ ok }) => ok !== false)

/** A row that decides. */
export const judged = (what: string, measured: string, goal: string, ok: boolean): BenchRow => ({
  what,
  measured,
  goal,
  ok,
})

/** A row that only shows: absolute figures depend on the machine. */
export const shown = (what: string, measured: string, goal = ''): BenchRow => ({ what, measured, goal, ok: null })
