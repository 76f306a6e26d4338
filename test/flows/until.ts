import { setTimeout as wait } from 'node:timers/promises'

/** Asks again and again until it holds, on real time and with a bound: real queues and sockets are at work here. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string | (() => unknown),
  withinMs = 10_000,
): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > end) {
      const said = typeof what === 'string' ? what : JSON.stringify(await what(), null, 1)
      throw new Error(`Waited ${withinMs} ms in vain for: ${said}`)
    }
    await wait(15)
  }
}
