import { systemClock } from './clock.ts'

/** Asks at most once in this real time; whoever asks meanwhile gets the same answer. */
export function remember<T>(ask: () => Promise<T>, forMs: number): () => Promise<T> {
  let last: { readonly until: number; readonly answer: Promise<T> } | undefined
  return () => {
    const now = systemClock.now().getTime()
    if (!last || last.until <= now) last = { until: now + forMs, answer: ask() }
    return last.answer
  }
}
