import { systemClock } from './clock.ts'

/** What time servers do all the time, and what nobody waits long for, is no fall. */
const noticeableMs = 5_000

type Readings = { readonly wallMs: () => number; readonly steadyMs: () => number }
const ours: Readings = { wallMs: () => systemClock.now().getTime(), steadyMs: () => performance.now() }

/** Tells at each look by how much the machine's clock was put back since the last one, by the clock that only ever goes on; else 0. */
export function watchForClockFall({ wallMs, steadyMs }: Readings = ours): () => number {
  const read = () => wallMs() - steadyMs()
  let before = read()
  return () => {
    const now = read()
    const fellMs = before - now
    before = now
    return fellMs >= noticeableMs ? fellMs : 0
  }
}
