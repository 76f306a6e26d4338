import { until } from '../flows/until.ts'
import { between, press, type Started, untilWritten } from './act.ts'
import type { Finding } from './auditor.ts'
import { readRows } from './evidence.ts'
import type { Stage } from './stage.ts'
import { nobody, type RunTrial } from './trial.ts'

/**
 * The platform accepts, and the connection breaks before it answers. Nobody can know, so each of these is unknown; then staff
 * decide, for some that it arrived, for some that it is to go once more.
 */
export const cutAfterAcceptance: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const started = await press(stage)
  await untilWritten(stage, started, between(random, 1, 10))
  const cut = between(random, 2, 8)
  stage.gate.cutAfterAcceptance(cut)
  await until(() => cutOnes(stage, started).length === cut, 'the connections to be cut', 10_000)
  const recipients = cutOnes(stage, started)
  const unknown = async () => (await readRows(stage.db, started.broadcastId)).filter(({ state }) => state === 'unknown')
  const all = async () => (await unknown()).length === cut
  await until(all, async () => `${cut} unknown rows, not ${(await unknown()).length}`, 20_000)
  const findings: Finding[] = []
  let resent = 0
  for (const row of await unknown()) {
    if (!recipients.includes(row.recipient)) findings.push({ kind: 'unexplained', what: `${row.id} was not cut` })
    const choice = random()
    if (choice < 0.3) continue
    const as = choice < 0.6 ? 'received' : 'resend'
    if (as === 'resend') resent += 1
    const { status } = await stage.staff.editor.force(`/deliveries/${row.id}/settlements`, { as })
    if (status !== 303) findings.push({ kind: 'lost', what: `${row.id} could not be settled as ${as}: ${status}` })
  }
  const mayBeUnknown = ({ recipient }: { readonly recipient: string }) => recipients.includes(recipient)
  return { ...started, mayBeUnknown, findings, note: `${cut} cut, ${resent} resent by decision` }
}

const cutOnes = ({ gate }: Stage, { words }: Started) =>
  gate
    .calls()
    .filter((call) => call.words.includes(words) && call.phase === 'cut')
    .map(({ recipient }) => recipient)

/** What was on its way with the refused call may still come in. */
const onItsWayMs = 700

/** Refusals with long waits, several times over: the whole account rests exactly so long, and nothing is lost by it. */
export const floodStorm: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const started = await press(stage)
  await untilWritten(stage, started, between(random, 1, 15))
  const storms = between(random, 1, 3)
  for (let storm = 0; storm < storms; storm += 1) {
    const retryAfter = between(random, 2, 6)
    const body = {
      ok: false,
      error_code: 429,
      description: `Too Many Requests: retry after ${retryAfter}`,
      parameters: { retry_after: retryAfter },
    }
    const count = between(random, 1, 3)
    const failure = { kind: 'answer', status: 429, body } as const
    await stage.sandbox.fail({
      channel: 'telegram',
      method: 'sendMessage',
      after: between(random, 0, 8),
      count,
      failure,
    })
  }
  return {
    ...started,
    mayBeUnknown: nobody,
    restWithinMs: 120_000,
    note: `${storms} storms`,
    later: () => impatience(stage, started),
  }
}

/** Messages that were tried although the platform had asked to wait. */
async function impatience({ sandbox }: Stage, { words }: Started): Promise<readonly Finding[]> {
  const calls = (await sandbox.calls('channel=telegram')).filter(({ request }) =>
    JSON.stringify(request).includes(words),
  )
  const findings: Finding[] = []
  for (const { at, status, answer } of calls) {
    if (status !== 429) continue
    const from = Date.parse(at)
    const waitMs = (answer as { parameters: { retry_after: number } }).parameters.retry_after * 1000
    const early = calls.filter((each) => {
      const afterMs = Date.parse(each.at) - from
      return afterMs > onItsWayMs && afterMs < waitMs - 50
    })
    if (early.length > 0)
      findings.push({
        kind: 'illegal',
        what: `${early.length} messages were tried within the ${waitMs} ms that the platform asked for`,
      })
  }
  return findings
}
