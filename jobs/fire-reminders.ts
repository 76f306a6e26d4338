import { fireReminders } from '../src/domain/broadcasts/fire-reminders.ts'
import type { Deps } from '../src/domain/deps.ts'
import type { JobHandlers } from '../src/queue/queue.ts'

export const fireRemindersJob =
  (deps: Deps): JobHandlers['fire-reminders'] =>
  async ({ conferenceId, kind, dueAt }) => {
    await fireReminders(deps, { conferenceId, kind, dueAt: new Date(dueAt) })
    return { kind: 'done' }
  }
