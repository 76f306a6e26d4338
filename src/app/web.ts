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
  const address = await listen(server, config)
  return { address, close: () => server.close() }
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
