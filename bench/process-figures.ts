import { readFileSync } from 'node:fs'

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
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const cpuMs = (Number(fields[11]) + Number(fields[12])) * tickMs
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return { cpuMs, peakRssMb: Number(peak?.[1] ?? 0) / 1024 }
  } catch {
    return { cpuMs: 0, peakRssMb: 0 }
  }
}
