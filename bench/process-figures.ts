import { readdirSync, readFileSync } from 'node:fs'

/** What a process has used so far, from /proc: elsewhere than on Linux there is none of it. */
export type ProcessFigures = {
  readonly cpuMs: number
  /** The most memory it ever held. */
  readonly peakRssMb: number
}

// Ticks of /proc/<pid>/stat; 100 a second on every Linux that Node runs on.
const tickMs = 10

export function processFigures(pid: number): ProcessFigures {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return { cpuMs: statOf(pid)?.cpuMs ?? 0, peakRssMb: Number(peak?.[1] ?? 0) / 1024 }
  } catch {
    return { cpuMs: 0, peakRssMb: 0 }
  }
}

/** CPU time of a process with all its children, ended ones too: a database server has a process for each connection. */
export function treeCpuMs(pid: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const own = statOf(pid)
  if (!own) return 0
  const living = children.map((name) => statOf(Number(name))).filter((stat) => stat?.parent === pid)
  return own.cpuMs + own.endedChildrenMs + living.reduce((sum, stat) => sum + (stat?.cpuMs ?? 0), 0)
}

function statOf(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const ticks = (first: number) => ((fields[first] ?? 0) + (fields[first + 1] ?? 0)) * tickMs
    return { parent: fields[1] ?? 0, cpuMs: ticks(11), endedChildrenMs: ticks(13) }
  } catch {
    return undefined
  }
}
