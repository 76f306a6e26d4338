import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { until } from '../flows/until.ts'

/** One process of the real program, as web or as worker. */
export type ServiceProcess = {
  readonly pid: number
  said(): string
  isAlive(): boolean
  signal(name: NodeJS.Signals): void
  /** `kill -9`, and nobody of it is left. */
  kill(): Promise<void>
  /** SIGTERM; its exit code, or null where it had to be killed. */
  stop(): Promise<number | null>
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const clock = fileURLToPath(new URL('./clock-shift.ts', import.meta.url))

/** Resolves when it says that it is ready; a start that failed is tried again, since files may just be changing. */
export async function startProcess(environment: Readonly<Record<string, string>>, tries = 3): Promise<ServiceProcess> {
  try {
    return await start(environment)
  } catch (error) {
    if (tries <= 1) throw error
    await wait(1_000)
    return startProcess(environment, tries - 1)
  }
}

async function start(environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', clock, main], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const words: string[] = []
  let ready = false
  child.stdout.on('data', (chunk: Buffer) => {
    words.push(String(chunk))
    // Its banner is the one thing it says that is no line of the log.
    ready ||= /^(?!\{)\S/m.test(String(chunk))
  })
  child.stderr.on('data', (chunk: Buffer) => words.push(String(chunk)))
  const said = () => words.join('')
  const isAlive = () => child.exitCode === null && child.signalCode === null
  try {
    await until(
      () => {
        if (!isAlive()) throw new Error(`It ended by itself: ${said()}`)
        return ready
      },
      said,
      60_000,
    )
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return {
    pid: child.pid ?? 0,
    said,
    isAlive,
    signal: (name) => void child.kill(name),
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
  }
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill(signal)
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await ended
  clearTimeout(tooLong)
  return child.exitCode
}
