import type { Call } from '../../bots/sandbox/calls.ts'

/** One row of the ledger as it stands, with everything that happened to it, oldest first. */
export type AuditedRow = {
  readonly id: string
  readonly recipient: string
  readonly state: string
  readonly messageIds: readonly string[]
  readonly steps: readonly { readonly state: string; readonly by: string | null; readonly reason: string | null }[]
}

/** All there is to know of one sending: who was meant, what we wrote down, what the platform saw. */
export type Evidence = {
  readonly audience: readonly string[]
  readonly rows: readonly AuditedRow[]
  readonly calls: readonly Call[]
  /** Of the sending as a whole. */
  readonly state: string
}

/** What a trial can have led to: rows that nobody can know about, and ends other than sent. */
export type Expectation = {
  readonly mayBeUnknown: (row: AuditedRow) => boolean
  readonly mayEnd: readonly string[]
}

export const findingKinds = ['lost', 'doubled', 'falsely-sent', 'unrecorded', 'illegal', 'unexplained'] as const
export type Finding = { readonly kind: (typeof findingKinds)[number]; readonly what: string }

const messageMethods = new Set(['sendMessage', 'sendDocument', 'sendMediaGroup'])

/**
 * Compares the ledger of one sending with the platform's own log, message by message. It reads rows and log lines and knows
 * nothing of what wrote them.
 */
export function audit(
  { audience, rows, calls, state }: Evidence,
  { mayBeUnknown, mayEnd }: Expectation,
): readonly Finding[] {
  const findings: Finding[] = []
  const find = (kind: Finding['kind'], what: string) => void findings.push({ kind, what })
  const arrived = calls.filter(({ effect, method }) => effect && messageMethods.has(method))
  if (state !== 'finished' && state !== 'cancelled') find('lost', `the sending never came to its end: ${state}`)
  for (const person of audience) {
    const theirs = rows.filter(({ recipient }) => recipient === person)
    if (theirs.length !== 1) find('lost', `${person} stands in ${theirs.length} rows`)
  }
  for (const row of rows) {
    if (!audience.includes(row.recipient)) find('unrecorded', `${row.id} is a row of nobody in the audience`)
    for (const what of illegalSteps(row)) find('illegal', what)
    const own = arrived.filter(({ recipient }) => recipient === row.recipient)
    for (const finding of [...ofItsEnd(row, mayEnd), ...ofItsMessages(row, own)]) findings.push(finding)
    if (row.state === 'unknown' && !mayBeUnknown(row))
      find(
        'unexplained',
        `${row.id} is unknown without a cause, and ${own.length === 0 ? 'nothing' : 'something'} arrived`,
      )
  }
  const recipients = new Set(rows.map(({ recipient }) => recipient))
  for (const { recipient, id } of arrived)
    if (!recipients.has(recipient ?? '')) find('unrecorded', `call ${id} reached ${recipient}, who has no row`)
  return findings
}

function ofItsEnd({ id, state, steps }: AuditedRow, mayEnd: readonly string[]): readonly Finding[] {
  if (['sent', 'unknown', ...mayEnd].includes(state)) return []
  const reason = steps.at(-1)?.reason
  return [{ kind: 'lost', what: `${id} is left ${state}${reason ? ` (${reason})` : ''}` }]
}

function ofItsMessages(row: AuditedRow, arrived: readonly Call[]): readonly Finding[] {
  const { id, state, messageIds, steps } = row
  const findings: Finding[] = []
  const there = arrived.flatMap((call) => call.messageIds)
  const written = messageIds.flatMap((entry) => entry.split(' ')).filter((entry) => entry !== '-')
  // Said by a person or shown by evidence, it has no id of its own.
  const decided = steps.some((step, at) => step.state === 'sent' && steps[at - 1]?.state === 'unknown')
  for (const each of written)
    if (!there.includes(each))
      findings.push({ kind: 'falsely-sent', what: `${id} names message ${each}, which never arrived` })
  if (state === 'sent' && written.length === 0 && !decided)
    findings.push({ kind: 'falsely-sent', what: `${id} is sent without a message` })
  if (state === 'sent' && arrived.length === 0 && !decided)
    findings.push({ kind: 'falsely-sent', what: `${id} is sent, and nothing arrived` })
  const wasUnknown = steps.some((step) => step.state === 'unknown')
  if (state !== 'unknown' && !wasUnknown)
    for (const each of there)
      if (!written.includes(each))
        findings.push({ kind: 'unrecorded', what: `message ${each} is not in ${id} (${state})` })
  const copies = new Map<string, number>()
  for (const { request } of arrived) {
    const words = JSON.stringify(request)
    copies.set(words, (copies.get(words) ?? 0) + 1)
  }
  const most = Math.max(0, ...copies.values())
  if (most > 1 + resentByDecision(row))
    findings.push({ kind: 'doubled', what: `${id} reached its reporter ${most} times` })
  return findings
}

/** How often somebody had it sent once more, knowing that it may have arrived. */
export const resentByDecision = ({ steps }: AuditedRow): number =>
  steps.filter(({ state, by }, at) => state === 'planned' && by !== null && steps[at - 1]?.state === 'unknown').length

/** The road of a delivery: from a state only to these. What arrived stays so, and what was skipped is over. */
const legal: Readonly<Record<string, readonly string[]>> = {
  planned: ['queued', 'skipped'],
  queued: ['sending', 'planned', 'skipped', 'failed'],
  sending: ['sent', 'failed', 'skipped', 'unknown', 'planned', 'queued'],
  // A late answer, evidence or a decision settles it.
  unknown: ['sent', 'failed', 'skipped', 'planned', 'queued'],
  failed: ['planned'],
  skipped: [],
  sent: [],
}

function illegalSteps({ id, state, steps }: AuditedRow): readonly string[] {
  const wrong: string[] = []
  let before = 'planned'
  // How it began may have a line of its own.
  for (const step of steps[0]?.state === 'planned' ? steps.slice(1) : steps) {
    if (!legal[before]?.includes(step.state)) wrong.push(`${id} went from ${before} to ${step.state}`)
    before = step.state
  }
  if (before !== state) wrong.push(`${id} is ${state}, and its last step says ${before}`)
  return wrong
}
