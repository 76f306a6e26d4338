import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { changeSettings } from '../../src/domain/organisations/change-settings.ts'

/** What `npm start` starts with nothing set: embedded database, invented department, phones; in a folder that is then thrown away. */
export type DemoHouse = { readonly address: string; stop(): Promise<void> }

export async function openDemoHouse(): Promise<DemoHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), 'giaoban-browser-'))
  const read = readConfig({ DATA_DIR: dataDir, PORT: String(await freePort()), LOG_LEVEL: 'error' })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const remove = () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  const app = await createApp(read.config).catch(async (error: unknown) => {
    await remove()
    throw error
  })
  await hurry(app)
  return {
    address: read.config.publicUrl,
    async stop() {
      await app.stop()
      await remove()
    },
  }
}

/** The story sends several times, and nobody here calls anything back. */
async function hurry({ deps }: App): Promise<void> {
  const { id, organisationId } = await deps.db.user.findFirstOrThrow({ where: { role: 'administrator' } })
  const by = { id, organisationId, role: 'administrator' } as const
  await changeSettings(deps, { organisationId, settings: { abortWindowSeconds: 1 }, by })
}

/** Links that reporters get begin with the address, so the port must be known before the start. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('No free port was given')
  return address.port
}
