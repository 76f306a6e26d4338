/** One line of the month's "must come out" column, as it came out. */
export type MonthLine = {
  readonly when: string
  readonly what: string
  readonly wanted: string
  readonly got: string
  readonly ok: boolean
}

/** What the story asks of parts of the product that do not exist yet: shown, never counted as come out. */
export type MissingLine = { readonly when: string; readonly what: string }

export type MonthLines = {
  /** Compares as text, so that both sides can be read in the table. */
  check(when: string, what: string, wanted: unknown, got: unknown): void
  missing(when: string, what: string): void
  readonly lines: readonly MonthLine[]
  readonly notBuilt: readonly MissingLine[]
}

export function createMonthLines(say: (line: string) => void): MonthLines {
  const lines: MonthLine[] = []
  const notBuilt: MissingLine[] = []
  return {
    lines,
    notBuilt,
    check(when, what, wanted, got) {
      const line = { when, what, wanted: textOf(wanted), got: textOf(got) }
      lines.push({ ...line, ok: line.wanted === line.got })
      say(`${line.wanted === line.got ? 'ok  ' : 'NOT '} ${when}: ${what}: ${line.got}`)
    },
    missing(when, what) {
      notBuilt.push({ when, what })
    },
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
