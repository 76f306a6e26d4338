import type { Bench } from './bench.ts'

/** Every bench by the name it is called with. Loaded one by one, so that a bench carries nothing of another in memory. */
export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  throughput: async () => (await import('./throughput.ts')).throughput,
  fanout: async () => (await import('./fanout.ts')).fanout,
  growth: async () => (await import('./growth.ts')).growth,
  memory: async () => (await import('./memory.ts')).memory,
  ceiling: async () => (await import('./ceiling.ts')).ceiling,
  reply: async () => (await import('./reply.ts')).reply,
  month: async () => (await import('./month.ts')).month,
}
