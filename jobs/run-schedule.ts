import type { Deps } from '../src/domain/deps.ts'
import { runSchedule } from '../src/domain/schedules/run-due-schedules.ts'
import type { JobHandlers } from '../src/queue/queue.ts'

export const runScheduleJob =
  (deps: Deps): JobHandlers['run-schedule'] =>
  async ({ scheduleId }) => {
    await runSchedule(deps, { scheduleId })
    return { kind: 'done' }
  }
