import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from './server-users.ts'

/** The server process that holds this data folder now, from PostgreSQL's own file; a stale file is not believed. */
export async function findServerProcess(dataFolder: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const [firstLine, , , fourthLine] = text.split('\n')
  const pid = Number.parseInt(firstLine ?? '', 10)
  const port = Number.parseInt(fourthLine ?? '', 10)
  if (!(pid > 0 && port > 0) || !(await isPostgres(pid, dataFolder))) return undefined
  return { pid, port }
}

/** Removes a pid file that nobody holds: PostgreSQL would take any process that has its number now for a living server. */
export async function removePidFile(dataFolder: string): Promise<void> {
  if ((await findServerProcess(dataFolder)) === undefined) await rm(join(dataFolder, 'postmaster.pid'), { force: true })
}

async function isPostgres(pid: number, dataFolder: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return commandLine.split('\0').includes(dataFolder)
}
