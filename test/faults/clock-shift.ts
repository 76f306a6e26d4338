import { readFileSync } from 'node:fs'

// Loaded into the real processes by `--import`: on SIGUSR2 their clock jumps by what the file says, as an administrator's `date`
// or a virtual machine that was asleep does it. The monotonic clock goes on, as it does then.
const file = process.env.FAULTS_CLOCK_FILE
let offsetMs = 0
const RealDate = Date

class ShiftedDate extends RealDate {
  constructor(...given: readonly unknown[]) {
    if (given.length === 0) super(RealDate.now() + offsetMs)
    else super(...(given as [number]))
  }

  static override now(): number {
    return RealDate.now() + offsetMs
  }
}

if (file) {
  globalThis.Date = ShiftedDate as DateConstructor
  process.on('SIGUSR2', () => {
    offsetMs = Number(readFileSync(file, 'utf8'))
  })
}
