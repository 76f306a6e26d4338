import { handleUpdate } from '../src/domain/conversation/handle-update.ts'
import type { Deps } from '../src/domain/deps.ts'
import type { JobHandlers } from '../src/queue/queue.ts'

export const handleUpdateJob =
  (deps: Deps): JobHandlers['handle-update'] =>
  (payload) =>
    handleUpdate(deps, payload)
