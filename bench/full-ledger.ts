import { type Agreement, compareWithLog } from './agreement.ts'
import type { BenchOptions } from './bench.ts'
import { lastCall } from './bodies.ts'
import { type Department, openDepartment, unpaced } from './department.ts'
import { chooseAddress, type Desk, openDesk } from './desk.ts'
import { openPlace, type Place } from './place.ts'
import type { Program } from './program.ts'
import { type Sent, untilFinished } from './sending.ts'
import { openStandIn, type StandIn } from './stand-in.ts'
import { type Usage, usageNow } from './usage.ts'
import { startWorker } from './worker.ts'

/** A department on the bot with limits off, its desk and one worker, warm from a small broadcast. */
export type Unpaced = {
  readonly place: Place
  readonly standIn: StandIn
  readonly department: Department
  readonly desk: Desk
  readonly worker: Program
  /** How many reporters it has. */
  readonly enrolled: number
}

export type Measured = Sent & {
  readonly perSecond: number
  readonly agreement: Agreement
  readonly usage: { readonly before: Usage; readonly after: Usage }
}

const warmUp = 1_000

export async function openUnpaced(options: BenchOptions, nodeArgs: readonly string[] = []): Promise<Unpaced> {
  const place = await openPlace(options)
  const standIn = await openStandIn(place, options, { limits: false })
  const department = await openDepartment(place, standIn, { telegramPace: unpaced })
  const publicUrl = await chooseAddress()
  const desk = await openDesk(place, standIn, options, publicUrl)
  const worker = await startWorker(place, standIn, options, { publicUrl, nodeArgs })
  const unpacedDesk = { place, standIn, department, desk, worker, enrolled: 0 }
  options.say('one broadcast to warm up')
  const { unpaced: warm } = await sendTo(unpacedDesk, warmUp)
  return warm
}

/** Enrols until there are `recipients`, sends one announcement to all of them and compares ledger and log. */
export async function sendTo(
  before: Unpaced,
  recipients: number,
): Promise<{ readonly unpaced: Unpaced; readonly measured: Measured }> {
  const { place, standIn, department, desk, worker } = before
  const more = recipients - before.enrolled
  if (more > 0) await department.enrol('telegram', more)
  const unpaced = { ...before, enrolled: before.enrolled + Math.max(0, more) }
  const publicationId = await department.release()
  const since = lastCall(standIn)
  const usedBefore = usageNow(place, standIn, worker)
  const startedAt = Date.now()
  const broadcastId = await desk.send(department, publicationId)
  const sent = await untilFinished(place, broadcastId, startedAt, 60_000 + unpaced.enrolled * slowestMs)
  const usage = { before: usedBefore, after: usageNow(place, standIn, worker) }
  const accountId = department.accounts.telegram
  const agreement = await compareWithLog(place, standIn, { broadcastId, accountId, channel: 'telegram', since })
  return { unpaced, measured: { ...sent, perSecond: (sent.sent * 1000) / sent.finishedMs, agreement, usage } }
}

/** Slower than this per message nobody waits for the end. */
const slowestMs = 20
