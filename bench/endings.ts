/** What is to be ended, last first, whatever happens. */
export type Endings = {
  add(what: string, end: () => unknown): void
  /** Safe to call twice: the second call waits for the first. */
  close(): Promise<void>
}

export function createEndings(say: (line: string) => void): Endings {
  const ends: { readonly what: string; readonly end: () => unknown }[] = []
  let closing: Promise<void> | undefined
  const close = async () => {
    for (let next = ends.pop(); next; next = ends.pop()) {
      try {
        await next.end()
      } catch (error) {
        say(`${next.what} did not end well: ${String(error)}`)
      }
    }
  }
  return {
    add: (what, end) => void ends.push({ what, end }),
    close: () => {
      closing ??= close().finally(() => {
        closing = undefined
      })
      return closing
    },
  }
}
