import { createRefill } from '../src/domain/broadcasts/top-up.ts'
import { type SendDeps, sendDelivery } from '../src/domain/deliveries/send-delivery.ts'
import type { Deps } from '../src/domain/deps.ts'
import type { JobHandlers } from '../src/queue/queue.ts'

export function sendDeliveryJob(deps: SendDeps & Pick<Deps, 'queue'>): JobHandlers['send-delivery'] {
  const refill = createRefill(deps)
  return async (payload) => {
    const verdict = await sendDelivery(deps, payload)
    refill()
    return verdict
  }
}
