import { type ReviseDeps, reviseMessages } from '../src/domain/revisions/revise-messages.ts'
import type { JobHandlers } from '../src/queue/queue.ts'

export const reviseMessagesJob =
  (deps: ReviseDeps): JobHandlers['revise-messages'] =>
  (payload) =>
    reviseMessages(deps, payload)
