import { seededRandom } from '../../bots/sandbox/fault-rates.ts'
import type { Trial } from './trial.ts'

/** A kind of trial with how many of a hundred it has. */
export type Share = { readonly kind: string; readonly share: number }

/** The same seed gives the same trials in the same order. Each kind comes at least once while there is room for it. */
export function planTrials(
  shares: readonly Share[],
  { trials, seed }: { readonly trials: number; readonly seed: number },
): readonly Trial[] {
  const random = seededRandom(seed)
  const whole = shares.reduce((sum, { share }) => sum + share, 0)
  const counts = new Map(shares.map(({ kind }) => [kind, 0]))
  const give = (kind: string) => counts.set(kind, (counts.get(kind) ?? 0) + 1)
  for (const { kind } of shares.slice(0, trials)) give(kind)
  for (let left = trials - Math.min(trials, shares.length); left > 0; left -= 1) {
    // The kind that is furthest behind its share.
    const behind = shares.toSorted(
      (a, b) => (counts.get(a.kind) ?? 0) / a.share - (counts.get(b.kind) ?? 0) / b.share,
    )[0]
    if (behind) give(behind.kind)
  }
  const kinds = shares.flatMap(({ kind }) => Array.from({ length: counts.get(kind) ?? 0 }, () => kind))
  for (let at = kinds.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const [one = '', two = ''] = [kinds[at], kinds[other]]
    kinds[at] = two
    kinds[other] = one
  }
  return whole === 0 ? [] : kinds.map((kind, at) => ({ number: at + 1, kind, seed: Math.floor(random() * 2 ** 31) }))
}
