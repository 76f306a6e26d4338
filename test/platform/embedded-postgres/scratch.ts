import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { findServerProcess } from '../../../src/platform/embedded-postgres/pid-file.ts'

/** A folder that only its owner may enter, gone after the test together with a server that still runs there. */
export async function scratchFolder({ mode = 0o700 } = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'giaoban-scratch-'))
  await chmod(folder, mode)
  onTestFinished(async () => {
    const server = await findServerProcess(join(folder, 'server', 'data'))
    if (server !== undefined) process.kill(server.pid, 'SIGQUIT')
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  })
  return folder
}

/** The first column of the first row. */
export async function askOnce(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** Another process of ours that uses the server of `dataDir`, with its address. */
export async function processUsing(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, 'use-embedded-postgres.ts')
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [url] = await once(createInterface(child.stdout), 'line')
  return { child, url }
}

/** Ends a process as a power cut would. */
export async function killNow(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
