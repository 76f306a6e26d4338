import type { BenchOptions } from './bench.ts'
import { type AccountName, type Department, type DepartmentOptions, openDepartment } from './department.ts'
import { chooseAddress, type Desk, openDesk } from './desk.ts'
import { openPlace, type Place } from './place.ts'
import type { Program } from './program.ts'
import { openStandIn, type StandIn } from './stand-in.ts'
import { startWorker } from './worker.ts'

/** A department at the platforms' own pace: the stand-in refuses what is too fast, as they do. */
export type Paced = {
  readonly place: Place
  readonly standIn: StandIn
  readonly department: Department
  readonly desk: Desk
  readonly worker: Program
}

export async function openPaced(
  options: BenchOptions,
  audience: Readonly<Partial<Record<AccountName, number>>>,
  more: Omit<DepartmentOptions, 'accounts'> = {},
): Promise<Paced> {
  const place = await openPlace(options)
  const standIn = await openStandIn(place, options, { limits: true })
  const accounts = Object.keys(audience) as AccountName[]
  const department = await openDepartment(place, standIn, { ...more, accounts })
  for (const [name, count] of Object.entries(audience)) await department.enrol(name as AccountName, count)
  const publicUrl = await chooseAddress()
  const desk = await openDesk(place, standIn, options, publicUrl)
  await standIn.post('/zalo/webhook', { url: `${publicUrl}/webhooks/zalo` })
  const worker = await startWorker(place, standIn, options, { publicUrl })
  return { place, standIn, department, desk, worker }
}
