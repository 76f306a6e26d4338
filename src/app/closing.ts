import type { Logger } from '../platform/logger.ts'

/** What was opened, to be closed in the opposite order, also when the start fails half way. */
export type Closing = {
  onClose(name: string, close: () => Promise<void> | void): void
  close(): Promise<void>
}

export function createClosing(log: Logger): Closing {
  const steps: { readonly name: string; readonly close: () => Promise<void> | void }[] = []
  return {
    onClose(name, close) {
      steps.push({ name, close })
    },
    async close() {
      for (const step of steps.splice(0).reverse()) {
        try {
          await step.close()
        } catch (error) {
          // The steps before it must still be closed: the database above all.
          log.error({ step: step.name, error: String(error) }, 'could not be closed cleanly')
        }
      }
    },
  }
}
