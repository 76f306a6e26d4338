import type { BenchOptions } from './bench.ts'
import type { Place } from './place.ts'
import { type Program, startProgram } from './program.ts'
import { type StandIn, standInEnvironment } from './stand-in.ts'

/** The key of every bench's secrets, which are invented. */
export const appKey = 'a-key-for-the-benches-and-nothing-else'

/** What every process of the service is started with, the ones in this process too. */
export const serviceEnvironment = (
  place: Pick<Place, 'databaseUrl' | 'redisUrl' | 'folder'>,
  standIn: Pick<StandIn, 'address'>,
  publicUrl: string,
): Readonly<Record<string, string>> => ({
  DATABASE_URL: place.databaseUrl,
  ...(place.redisUrl && { REDIS_URL: place.redisUrl }),
  DATA_DIR: place.folder,
  APP_KEY: appKey,
  PUBLIC_URL: publicUrl,
  DEMO: 'false',
  LOG_LEVEL: 'warn',
  // Any port: several benches may run at once.
  METRICS_PORT: '0',
  ...standInEnvironment(standIn),
})

/** As the image starts every process (Dockerfile): the space for what is new, and two arenas, keep a worker small. */
const asInTheImage = { nodeArgs: ['--max-semi-space-size=16'], environment: { MALLOC_ARENA_MAX: '2' } }

/** The real program as a worker, until it has said that it works. */
export async function startWorker(
  place: Place,
  standIn: StandIn,
  { onEnd }: Pick<BenchOptions, 'onEnd'>,
  { publicUrl, nodeArgs = [] }: { readonly publicUrl: string; readonly nodeArgs?: readonly string[] },
): Promise<Program> {
  const environment = {
    ...serviceEnvironment(place, standIn, publicUrl),
    PROCESS_MODE: 'worker',
    ...asInTheImage.environment,
  }
  const worker = startProgram({
    file: 'src/main.ts',
    nodeArgs: [...asInTheImage.nodeArgs, ...nodeArgs],
    environment,
    folder: place.folder,
  })
  onEnd('the worker', () => worker.stop())
  await worker.says(/worker/i)
  return worker
}
