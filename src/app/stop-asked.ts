const signals = ['SIGINT', 'SIGTERM'] as const
/** A terminal and npm both pass on a Ctrl+C, so that the same one may come twice at once. */
const sameMs = 1_000

/** Resolves at the first request to stop; one that comes a second or more later ends the process at once. */
export function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined
    const asked = () => {
      if (askedAtMs !== undefined && performance.now() - askedAtMs >= sameMs) process.exit(1)
      askedAtMs ??= performance.now()
      resolve()
    }
    for (const signal of signals) process.on(signal, asked)
  })
}
