import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { until } from './until.ts'

/** The real program as a process of its own: what `npm start` runs, with nothing of this test's environment in it. */
export type RealProcess = {
  readonly pid: number
  readonly address: string
  /** All that it wrote. */
  said(): string
  kill(): Promise<void>
  stop(): Promise<number | null>
}

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Resolves when it answers. */
export async function startService(environment: Readonly<Record<string, string>>): Promise<RealProcess> {
  const preload = ['--import', file('./no-egress.ts'), '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...preload, file('../../src/main.ts')], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const words: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => words.push(String(chunk)))
  const said = () => words.join('')
  const address = `http://127.0.0.1:${environment.PORT}`
  const health = `${address}/healthz`
  const answers = async () => {
    if (child.exitCode !== null) throw new Error(`The service ended by itself: ${said()}`)
    return fetch(health).then(
      ({ ok }) => ok,
      () => false,
    )
  }
  await until(answers, said, 60_000)
  return {
    pid: child.pid ?? 0,
    address,
    said,
    kill: () => end(child, 'SIGKILL').then(() => undefined),
    stop: () => end(child, 'SIGTERM'),
  }
}

/** What its /metrics says under this name (with labels as they stand there); undefined when it says nothing. */
export async function metricOf(process: RealProcess | undefined, name: string): Promise<number | undefined> {
  const text = await fetch(`${process?.address}/metrics`).then((answer) => answer.text())
  const [, value] =
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      ?.match(/ (\S+)$/) ?? []
  return value === undefined ? undefined : Number(value)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
  return child.exitCode
}
