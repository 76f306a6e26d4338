import { sendReply } from '../src/domain/deliveries/send-reply.ts'
import type { Deps } from '../src/domain/deps.ts'
import type { JobHandlers } from '../src/queue/queue.ts'

export const sendReplyJob =
  (deps: Pick<Deps, 'db' | 'clock' | 'channels' | 'queue' | 'log'>): JobHandlers['send-reply'] =>
  (payload) =>
    sendReply(deps, payload)
