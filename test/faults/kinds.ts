import { accepted, answered, anyMoment, beforeMark, calling, killWorker, marked } from './kill-worker.ts'
import type { Share } from './plan.ts'
import type { Backend } from './stage.ts'
import type { RunTrial } from './trial.ts'

type Kind = { readonly run: RunTrial; readonly share: number; readonly backend?: Backend }

const kinds: Readonly<Record<string, Kind>> = {
  'kill worker at any moment': { run: killWorker(anyMoment), share: 25 },
  'kill worker before the mark': { run: killWorker(beforeMark), share: 15 },
  'kill worker after the mark': { run: killWorker(marked), share: 15 },
  'kill worker during the call': { run: killWorker(calling), share: 15 },
  'kill worker after acceptance': { run: killWorker(accepted), share: 15 },
  'kill worker before the commit': { run: killWorker(answered), share: 15 },
}

/** Which kinds there are on a backend, and how many of each a plan has. */
export const sharesOn = (backend: Backend): readonly Share[] =>
  Object.entries(kinds).flatMap(([kind, { share, backend: only }]) => (only && only !== backend ? [] : { kind, share }))

export const runs: Readonly<Record<string, RunTrial>> = Object.fromEntries(
  Object.entries(kinds).map(([kind, { run }]) => [kind, run]),
)
