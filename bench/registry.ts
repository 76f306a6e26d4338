import type { Bench } from './bench.ts'

/** Every bench by the name it is called with. Loaded one by one, so that a bench carries nothing of another in memory. */
export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  throughput: async () => (await import('./throughput.ts')).throughput,
}
