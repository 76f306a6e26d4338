import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import { atMost } from '../../jobs/bullmq-workers.ts'
import type { Config } from '../config.ts'
import { largestFileMb } from '../domain/organisations/organisation.ts'
import type { WebDeps } from '../web/web-deps.ts'

export type OpenWeb = { readonly address: string; close(): Promise<void> }

/** The most the server takes; each office sets its own limit below it. */
const uploadLimitBytes = largestFileMb * 1024 * 1024

/** The web server, listening. Loaded only here, so that a worker never carries it in memory. */
export async function openWeb(config: Config, deps: Omit<WebDeps, 'uploadLimitBytes'>): Promise<OpenWeb> {
  const { createServer } = await import('../web/server.ts')
  const server = await createServer({ ...deps, uploadLimitBytes })
  const { underWay } = watchRequests(server.server)
  // New ones are turned away with 503 from then on; whoever asked before still gets an answer.
  server.addHook('preClose', () => atMost(answersEndMs, underWay()))
  const address = await listen(server, config)
  return { address, close: () => server.close() }
}

/** A request that takes longer is cut off: the platform or the browser asks again. */
const answersEndMs = 3_000

/** `underWay` resolves once every request that is being answered has its answer; live streams, which never end, do not count. */
function watchRequests(server: Server): { underWay(): Promise<unknown> } {
  const open = new Set<ServerResponse>()
  server.on('request', (_request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
  })
  const isStream = (response: ServerResponse) =>
    String(response.getHeader('content-type')).startsWith('text/event-stream')
  return {
    underWay: () => Promise.all([...open].filter((each) => !isStream(each)).map((each) => once(each, 'close'))),
  }
}

async function listen(
  server: { listen(to: { host: string; port: number }): Promise<string> },
  { host, port }: Config,
): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new Error(`PORT ${port} on HOST ${host} is taken by another program; choose another PORT.`)
    throw error
  }
}
