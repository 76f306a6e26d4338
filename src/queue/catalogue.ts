import { z } from 'zod'

/** Every job there is: its payload and where it runs. Adding a line here makes the compiler ask jobs/registry.ts for its handler. */
export const catalogue = {
  /** Sends one delivery of the ledger through its account. `attempt` makes the job's id new after each hand-back. */
  'send-delivery': { lane: 'account', payload: z.object({ deliveryId: z.uuid(), attempt: z.int().nonnegative() }) },
  /** Sends one stored answer, ahead of any bulk. */
  'send-reply': { lane: 'account', payload: z.object({ replyId: z.uuid(), attempt: z.int().nonnegative() }) },
  /** Changes the messages that one delivery or reply has left on a phone. */
  'revise-messages': { lane: 'account', payload: z.object({ stepId: z.uuid(), attempt: z.int().nonnegative() }) },
  /** Turns one stored update into events and lets the conversation answer them. */
  'handle-update': { lane: 'desk', payload: z.object({ inboxId: z.uuid(), attempt: z.int().nonnegative() }) },
  /** Turns the due reminders of one conference and kind into one broadcast. */
  'fire-reminders': {
    lane: 'desk',
    payload: z.object({ conferenceId: z.uuid(), kind: z.string(), dueAt: z.iso.datetime() }),
  },
  /** Turns the moment of one schedule that has come into one broadcast. */
  'run-schedule': { lane: 'desk', payload: z.object({ scheduleId: z.uuid() }) },
} as const

export type JobName = keyof typeof catalogue
export type JobPayload<N extends JobName> = z.infer<(typeof catalogue)[N]['payload']>
export type AccountJob = { [N in JobName]: (typeof catalogue)[N]['lane'] extends 'account' ? N : never }[JobName]
export type DeskJob = Exclude<JobName, AccountJob>

/** Lower runs first. */
export const priorities = { reply: 1, reminder: 5, bulk: 10 } as const
