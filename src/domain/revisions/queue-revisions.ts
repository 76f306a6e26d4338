import { priorities } from '../../queue/catalogue.ts'
import type { Deps } from '../deps.ts'
import { countQueuedSteps, findQueuedSteps, type QueuedStep, queueSteps } from './steps.repository.ts'

type QueueDeps = Pick<Deps, 'db' | 'clock' | 'channels' | 'queue'>

/** At most so many wait in the lane of an account, beside what is sent there. */
const slice = 200

/** Hands planned steps over to the lanes of their accounts. */
export async function queueRevisions(deps: QueueDeps): Promise<void> {
  for (const { accountId } of deps.channels.all()) {
    const room = slice - (await countQueuedSteps(deps.db, accountId))
    if (room > 0) await addJobs(deps, accountId, await queueSteps(deps.db, accountId, room, deps.clock.now()))
  }
}

/** Hands over once more what says that it waits in the lane; what still waits there is not doubled. */
export async function requeueSteps(deps: Pick<Deps, 'db' | 'queue'>, accountId: string): Promise<void> {
  await addJobs(deps, accountId, await findQueuedSteps(deps.db, accountId))
}

async function addJobs({ queue }: Pick<Deps, 'queue'>, accountId: string, steps: readonly QueuedStep[]): Promise<void> {
  const jobs = steps.map(({ id, attempt }) => ({
    id: `revise-${id}-${attempt}`,
    payload: { stepId: id, attempt },
    priority: priorities.bulk,
  }))
  if (jobs.length > 0) await queue.toAccount(accountId, 'revise-messages', jobs)
}
