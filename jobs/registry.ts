import { createCompose } from '../src/domain/deliveries/compose-delivery.ts'
import type { Deps } from '../src/domain/deps.ts'
import type { JobHandlers } from '../src/queue/queue.ts'
import { fireRemindersJob } from './fire-reminders.ts'
import { handleUpdateJob } from './handle-update.ts'
import { reviseMessagesJob } from './revise-messages.ts'
import { runScheduleJob } from './run-schedule.ts'
import { sendDeliveryJob } from './send-delivery.ts'
import { sendReplyJob } from './send-reply.ts'

/** The handler of every job in the catalogue. */
export function createHandlers(deps: Deps): JobHandlers {
  return {
    'send-delivery': sendDeliveryJob({ ...deps, compose: createCompose(deps) }),
    'send-reply': sendReplyJob(deps),
    'revise-messages': reviseMessagesJob(deps),
    'handle-update': handleUpdateJob(deps),
    'fire-reminders': fireRemindersJob(deps),
    'run-schedule': runScheduleJob(deps),
  }
}
