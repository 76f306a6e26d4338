import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os'

/** What the figures were taken on, in one line. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? arch()
  const gib = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores (${model}), ${gib} GiB, ${platform()} ${release()}, Node ${process.versions.node}`
}
