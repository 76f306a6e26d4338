import { type SendDeps, sendDelivery } from '../src/domain/deliveries/send-delivery.ts'
import type { JobHandlers } from '../src/queue/queue.ts'

export const sendDeliveryJob =
  (deps: SendDeps): JobHandlers['send-delivery'] =>
  (payload) =>
    sendDelivery(deps, payload)
