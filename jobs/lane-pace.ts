import type { Limiter } from './bullmq-backend.ts'

/** How fast an account may go: `messages` per `perMs`. */
export type Pace = { readonly messages: number; readonly perMs: number }

/** A limiter lets a whole window through at once, so a window is as short as it can be and still hold a message. */
const windowMs = 100

/** The same pace in windows of about a tenth of a second: 30 in 1,000 ms are 3 in 100, 100 in a minute are one in 600 ms. */
export function limiterOf({ messages, perMs }: Pace): Limiter {
  const perWindow = (messages * windowMs) / perMs
  const max = Math.max(1, Math.floor(perWindow + rounding))
  return { max, duration: Math.max(1, Math.ceil((max * perMs) / messages - rounding)) }
}

// 0.3 * 10 is a little less than 3.
const rounding = 1e-6

const latencyMs = 2_000
// Bulk that waits for its turn at a slow platform must leave places for answers.
const [fewest, most] = [16, 512] as const

/**
 * How many sends of an account may be on their way at once in a process: what its pace starts in the time that a slow platform
 * takes to answer. The limiter, not this number, keeps the pace. What is under way together is written together, so that a lane without
 * a limit to speak of gained half as much again from 512 instead of 128; more only adds memory.
 */
export const concurrencyOf = ({ messages, perMs }: Pace): number =>
  Math.min(most, Math.max(fewest, Math.ceil((messages * latencyMs) / perMs)))
