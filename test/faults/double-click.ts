import type { Browser } from '../flows/browser.ts'
import { until } from '../flows/until.ts'
import { between, press, type Started, untilWritten, writtenOf } from './act.ts'
import type { Finding } from './auditor.ts'
import { countStates } from './evidence.ts'
import type { Stage } from './stage.ts'
import { nobody, type RunTrial } from './trial.ts'

/** Presses a control twice at the same moment: nobody sees an error of ours, and it is done and written down once. */
type Twice = (
  path: string,
  press: { readonly action: string; readonly fields?: Record<string, string>; readonly by?: Browser },
) => Promise<void>

function twiceOn(stage: Stage, { broadcastId }: Pick<Started, 'broadcastId'>, findings: Finding[]): Twice {
  const noted = (action: string) =>
    stage.db.auditEntry.count({ where: { action, subject: `broadcast:${broadcastId}` } })
  return async (path, { action, fields = {}, by = stage.staff.editor }) => {
    const before = await noted(action)
    const press = () => by.force(`/broadcasts/${broadcastId}/${path}`, fields)
    const statuses = (await Promise.all([press(), press()])).map(({ status }) => status)
    if (!statuses.includes(303) || statuses.some((status) => status !== 303 && status !== 409))
      findings.push({ kind: 'illegal', what: `${path}, pressed twice, was answered ${statuses.join(' and ')}` })
    const entries = (await noted(action)) - before
    if (entries !== 1) findings.push({ kind: 'illegal', what: `${path}, pressed twice, was noted ${entries} times` })
  }
}

const stateOf = async ({ db }: Stage, { broadcastId }: Started): Promise<string> =>
  (await db.broadcast.findUniqueOrThrow({ where: { id: broadcastId } })).state

/** Send, pause and resume. */
export const sendPauseResume: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const findings: Finding[] = []
  const { id, words } = await stage.staff.released()
  stage.gate.hold('calls')
  const send = () => stage.staff.editor.force(`/publications/${id}/broadcasts`)
  const statuses = (await Promise.all([send(), send()])).map(({ status }) => status)
  if (statuses.toSorted().join() !== '303,409')
    findings.push({ kind: 'illegal', what: `send, pressed twice, was answered ${statuses.join(' and ')}` })
  const [broadcast, ...more] = await stage.db.broadcast.findMany({ where: { publicationId: id } })
  for (const each of more) findings.push({ kind: 'doubled', what: `${each.id} is a second sending of it` })
  const started = { broadcastId: broadcast?.id ?? '', publicationId: id, words }
  const twice = twiceOn(stage, started, findings)
  await untilWritten(stage, started, between(random, 1, 3))
  await twice('pauses', { action: 'broadcast-paused' })
  stage.gate.release()
  await until(() => stage.gate.underWay() === 0, 'the last messages on their way to end', 5_000)
  const rested = async () => (await countStates(stage.db, started.broadcastId)).sending === 0
  await until(rested, 'nothing to be sending', 5_000)
  const atRest = writtenOf(stage, started)
  await twice('resumptions', { action: 'broadcast-resumed' })
  const note = `paused at ${atRest} of ${stage.audience.length}`
  return { ...started, mayBeUnknown: nobody, findings, note }
}

/** Cancel; who has not got it yet is skipped. */
export const cancel: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const findings: Finding[] = []
  stage.gate.hold('calls')
  const started = await press(stage)
  await untilWritten(stage, started, between(random, 1, 3))
  await twiceOn(stage, started, findings)('cancellations', { action: 'broadcast-cancelled' })
  stage.gate.release()
  const rested = async () => (await countStates(stage.db, started.broadcastId)).sending === 0
  await until(rested, 'nothing to be sending', 5_000)
  const { sent, skipped } = await countStates(stage.db, started.broadcastId)
  return { ...started, mayBeUnknown: nobody, mayEnd: ['skipped'], findings, note: `${sent} sent, ${skipped} skipped` }
}

/** A refusal stops the sending; it goes on, what failed is tried again, and what is unknown is sent once more, each pressed twice. */
export const retryAndResend: RunTrial = async (stage, _trial, { random }) => {
  stage.gate.forget()
  const findings: Finding[] = []
  const body = { ok: false, error_code: 400, description: 'Bad Request: message is too long' }
  const failure = { kind: 'answer', status: 400, body } as const
  stage.gate.cutAfterAcceptance(between(random, 1, 4))
  await stage.sandbox.fail({ channel: 'telegram', method: 'sendMessage', after: between(random, 6, 12), failure })
  const started = await press(stage)
  const twice = twiceOn(stage, started, findings)
  await until(async () => (await stateOf(stage, started)) === 'stopped', 'the refusal to stop it', 10_000)
  const rested = async () => (await countStates(stage.db, started.broadcastId)).sending === 0
  await until(rested, 'nothing to be sending', 5_000)
  await twice('resumptions', { action: 'broadcast-resumed' })
  await until(async () => (await stateOf(stage, started)) === 'finished', 'it to end', 20_000)
  const { unknown, failed } = await countStates(stage.db, started.broadcastId)
  await twice('retries', { action: 'broadcast-failures-retried' })
  await twice('settlements', { action: 'broadcast-unknown-settled-as-resend', fields: { as: 'resend' } })
  return { ...started, mayBeUnknown: nobody, findings, note: `${failed} retried, ${unknown} resent` }
}

/** One asks that it goes in spite of what holds it, another agrees. */
export const urgent: RunTrial = async (stage) => {
  stage.gate.forget()
  const findings: Finding[] = []
  // The window is the office's: changed while something is held, it holds that for another time.
  await stage.furnishSettings({ abortWindowSeconds: 600 })
  try {
    const started = await press(stage)
    const twice = twiceOn(stage, started, findings)
    const held = await stateOf(stage, started)
    if (held !== 'held') findings.push({ kind: 'illegal', what: `it is ${held} in its abort window` })
    const fields = { reason: 'Lũ lên nhanh trong đêm' }
    await twice('urgency-requests', { action: 'broadcast-urgency-asked', fields })
    if (writtenOf(stage, started) > 0) findings.push({ kind: 'illegal', what: 'it went before a second person agreed' })
    await twice('urgency-agreements', { action: 'broadcast-urgency-agreed', by: stage.staff.approver })
    return { ...started, mayBeUnknown: nobody, findings, note: 'held, then urgent' }
  } finally {
    await stage.furnishSettings({ abortWindowSeconds: 0 })
  }
}
