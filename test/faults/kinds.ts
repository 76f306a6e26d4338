import {
  crashPostgres,
  during,
  emptyRedis,
  postgresAway,
  redisAway,
  restartPostgres,
  restartRedis,
} from './break-stores.ts'
import { clockJumps, lateAnswers } from './clock-jump.ts'
import { cancel, retryAndResend, sendPauseResume, urgent } from './double-click.ts'
import { whileAnswersComeIn, whilePressingSend, whileWebhooksComeIn } from './kill-web.ts'
import { accepted, answered, anyMoment, beforeMark, calling, killWorker, marked } from './kill-worker.ts'
import { cutAfterAcceptance, floodStorm } from './network.ts'
import type { Share } from './plan.ts'
import type { Backend } from './stage.ts'
import type { RunTrial } from './trial.ts'
import { oneOfTwoDies } from './two-workers.ts'

type Kind = {
  readonly run: RunTrial
  readonly share: number
  readonly backend?: Backend
  /** Needs a server that the harness may stop. */
  readonly stopsRedis?: true
}

const kinds: Readonly<Record<string, Kind>> = {
  'kill worker at any moment': { run: killWorker(anyMoment), share: 22 },
  'kill worker before the mark': { run: killWorker(beforeMark), share: 16 },
  'kill worker after the mark': { run: killWorker(marked), share: 16 },
  'kill worker during the call': { run: killWorker(calling), share: 16 },
  'kill worker after acceptance': { run: killWorker(accepted), share: 16 },
  'kill worker before the commit': { run: killWorker(answered), share: 16 },
  'kill web while staff press send': { run: whilePressingSend, share: 5 },
  'kill web while webhooks come in': { run: whileWebhooksComeIn, share: 4 },
  'kill web while answers come in': { run: whileAnswersComeIn, share: 4 },
  'two workers, one dies': { run: oneOfTwoDies({ spared: true }), share: 4 },
  'two workers, one dies, in real time': { run: oneOfTwoDies({ spared: false }), share: 1 },
  'PostgreSQL restarted': { run: during(restartPostgres), share: 3 },
  'PostgreSQL crashed': { run: during(crashPostgres), share: 3 },
  'PostgreSQL away': { run: during(postgresAway), share: 2 },
  'Redis emptied': { run: during(emptyRedis), share: 4, backend: 'redis' },
  'Redis restarted': { run: during(restartRedis), share: 3, backend: 'redis', stopsRedis: true },
  'Redis away': { run: during(redisAway), share: 2, backend: 'redis', stopsRedis: true },
  'network cut after acceptance': { run: cutAfterAcceptance, share: 4 },
  'storm of 429': { run: floodStorm, share: 3 },
  'clock jumps by hours': { run: clockJumps, share: 3 },
  'double click: send, pause, resume': { run: sendPauseResume, share: 2 },
  'double click: cancel': { run: cancel, share: 2 },
  'double click: resume, retry, resend': { run: retryAndResend, share: 2 },
  'double click: urgent': { run: urgent, share: 2 },
  'answers come late': { run: lateAnswers, share: 2 },
}

/** Which kinds there are on a backend, and how many of each a plan has; a Redis that was given is not stopped. */
export const sharesOn = (
  backend: Backend,
  { ownRedis = true }: { readonly ownRedis?: boolean } = {},
): readonly Share[] =>
  Object.entries(kinds).flatMap(([kind, { share, backend: only, stopsRedis }]) =>
    (only && only !== backend) || (stopsRedis && !ownRedis) ? [] : { kind, share },
  )

export const runs: Readonly<Record<string, RunTrial>> = Object.fromEntries(
  Object.entries(kinds).map(([kind, { run }]) => [kind, run]),
)
