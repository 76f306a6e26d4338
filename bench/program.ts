import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { endProcess } from './place.ts'
import { type ProcessFigures, processFigures } from './process-figures.ts'

/** One program of the project as a process of its own, with nothing of our environment in it. */
export type Program = {
  readonly pid: number
  /** All that it wrote so far. */
  said(): string
  figures(): ProcessFigures
  /** Resolves with the first match of what it says; rejects when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  stop(): Promise<void>
}

export type ProgramStart = {
  /** From the project's root. */
  readonly file: string
  readonly args?: readonly string[]
  /** For Node itself. */
  readonly nodeArgs?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Where it runs: a file .env there would be read. */
  readonly folder: string
}

const quiet = ['--disable-warning=ExperimentalWarning', '--disable-warning=DeprecationWarning']
const sayWithinMs = 60_000

export function startProgram({ file, args = [], nodeArgs = [], environment = {}, folder }: ProgramStart): Program {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
  const child = spawn(process.execPath, [...quiet, ...nodeArgs, path, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      // The end tells what went wrong; a program that complains a lot must not fill our memory.
      words = (words + String(chunk)).slice(-200_000)
    })
  }
  const ended = once(child, 'exit')
  const pid = child.pid ?? 0
  return {
    pid,
    said: () => words,
    figures: () => processFigures(pid),
    async says(pattern) {
      const deadline = performance.now() + sayWithinMs
      while (performance.now() < deadline) {
        const match = pattern.exec(words)
        if (match) return match
        if (child.exitCode !== null || child.signalCode !== null) break
        await Promise.race([rest(20), ended])
      }
      throw new Error(`${file} did not come up:\n${words.slice(-2_000)}`)
    },
    stop: () => endProcess(child),
  }
}
