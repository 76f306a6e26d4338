import { type App, createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { startBroadcast } from '../src/domain/broadcasts/start-broadcast.ts'
import { createLogger } from '../src/platform/logger.ts'
import type { BenchOptions } from './bench.ts'
import type { Department } from './department.ts'
import { freePort, type Place } from './place.ts'
import type { StandIn } from './stand-in.ts'
import { serviceEnvironment } from './worker.ts'

/** The web process of the service, here in the bench's own: it takes webhooks, and its button starts a broadcast. */
export type Desk = {
  readonly app: App
  readonly publicUrl: string
  /** Presses send; gives the broadcast's id. */
  send(department: Department, publicationId: string): Promise<string>
}

/** Where a desk will listen: its address stands in links and webhooks, so it is chosen before anything else. */
export const chooseAddress = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`

export async function openDesk(
  place: Place,
  standIn: StandIn,
  { onEnd, say }: Pick<BenchOptions, 'onEnd' | 'say'>,
  publicUrl: string,
): Promise<Desk> {
  const environment = serviceEnvironment(place, standIn, publicUrl)
  const read = readConfig({ ...environment, PROCESS_MODE: 'web', PORT: new URL(publicUrl).port })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const log = createLogger({ level: 'warn', destination: { write: (line) => say(`desk: ${line.trim()}`) } })
  const app = await createApp(read.config, { log })
  onEnd('the desk', () => app.stop())
  return {
    app,
    publicUrl,
    send: ({ organisationId, editor }, publicationId) =>
      startBroadcast(app.deps, { publicationId, organisationId, by: editor }),
  }
}
