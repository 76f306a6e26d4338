import type { Place } from './place.ts'
import type { Program } from './program.ts'
import type { StandIn } from './stand-in.ts'

/** CPU time by who used it, in milliseconds. */
export type Usage = Readonly<Record<'worker' | 'postgres' | 'redis' | 'stand-in', number>>

export const usageNow = (place: Place, standIn: StandIn, worker: Program): Usage => ({
  worker: worker.figures().cpuMs,
  ...place.cpuMs(),
  'stand-in': standIn.program.figures().cpuMs,
})

/** What one message cost each of them, in one line: where the time goes. */
export function usagePerMessage(before: Usage, after: Usage, messages: number): string {
  const each = (name: keyof Usage) => `${name} ${((after[name] - before[name]) / Math.max(1, messages)).toFixed(2)}`
  return `${(['worker', 'postgres', 'redis', 'stand-in'] as const).map(each).join(' · ')} ms`
}
