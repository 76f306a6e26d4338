import { DomainError } from '../platform/errors.ts'

/** A use-case's refusal as a value, where the screen shows it beside what was typed; bugs go on being thrown. */
export async function attempt<T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly refused: DomainError }> {
  try {
    return { value: await work }
  } catch (error) {
    if (error instanceof DomainError) return { refused: error }
    throw error
  }
}
