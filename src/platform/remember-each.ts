import { systemClock } from './clock.ts'

export type Remembered<T> = {
  /** What is remembered of this key, asked anew when it is older than the time given. */
  get(key: string, forMs: number): Promise<T>
  /** Asked anew at once, and remembered for those who come after. */
  anew(key: string): Promise<T>
}

/** One answer per key for all who ask within a short real time; a failed answer is not kept. */
export function rememberEach<T>(ask: (key: string) => Promise<T>): Remembered<T> {
  const kept = new Map<string, { readonly since: number; readonly answer: Promise<T> }>()
  const now = () => systemClock.now().getTime()
  const anew = (key: string) => {
    for (const [each, { since }] of kept) if (since < now() - longestMs) kept.delete(each)
    const answer = ask(key)
    const mine = { since: now(), answer }
    kept.set(key, mine)
    answer.catch(() => {
      if (kept.get(key) === mine) kept.delete(key)
    })
    return answer
  }
  return {
    anew,
    get(key, forMs) {
      const last = kept.get(key)
      return last && last.since > now() - forMs ? last.answer : anew(key)
    },
  }
}

/** Nobody asks for anything older. */
const longestMs = 60_000
