export type GatherOptions = {
  /** At most so many calls go into one statement. */
  readonly most: number
  /** So many batches may be under way at once; 1 unless said otherwise. */
  readonly abreast?: number
  /** Whether what a batch failed with would fail each of its calls alike: then nobody is tried alone. */
  readonly isCommon?: (error: unknown) => boolean
}

/**
 * Group commit: what is asked while a batch is under way goes into the next one, so that a lone call waits for nothing and a busy
 * house writes a hundred rows with one statement. `run` answers in the order of its items. When a batch fails, its calls are tried
 * one by one, so that one that cannot succeed harms nobody else; each call ends with its own answer or its own error.
 */
export function gather<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  options: GatherOptions,
): (item: Item) => Promise<Answer> {
  const { most, abreast = 1, isCommon = () => false } = options
  let waiting: Call<Item, Answer>[] = []
  let underWay = 0
  let startedAtMs = Number.NEGATIVE_INFINITY
  let start: NodeJS.Timeout | NodeJS.Immediate | undefined

  const startSoon = () => {
    if (start !== undefined || waiting.length === 0 || underWay >= abreast) return
    const restMs = waiting.length >= most ? 0 : startedAtMs + betweenStartsMs - performance.now()
    // What is asked in the same turn of the event loop goes together.
    start = restMs > 0 ? setTimeout(startNow, restMs) : setImmediate(startNow)
  }
  const startNow = () => {
    start = undefined
    const batch = waiting.slice(0, most)
    waiting = waiting.slice(most)
    underWay += 1
    startedAtMs = performance.now()
    void settle(run, batch, isCommon).then(() => {
      underWay -= 1
      startSoon()
    })
    startSoon()
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      startSoon()
    })
}

/** A pause this small lets a batch fill while many ask, and is not felt by anybody. */
const betweenStartsMs = 5

type Call<Item, Answer> = {
  readonly item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

type Run<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>

/** Never rejects: each call has heard what became of it. */
async function settle<Item, Answer>(
  run: Run<Item, Answer>,
  batch: readonly Call<Item, Answer>[],
  isCommon: (error: unknown) => boolean,
): Promise<void> {
  try {
    const answers = await run(batch.map(({ item }) => item))
    if (answers.length !== batch.length) throw new Error('a batch was not answered call by call')
    for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer)
  } catch (error) {
    if (batch.length === 1 || isCommon(error)) for (const { reject } of batch) reject(error)
    else for (const call of batch) await settle(run, [call], isCommon)
  }
}
