/** What an expected refusal is about; the web maps it to a status, the conversation to a sentence, a job to retry or not. */
export type DomainErrorKind = 'not-found' | 'invalid' | 'conflict' | 'forbidden'

/** An expected refusal: thrown by use-cases, caught at the edges. Its sentence is the Fluent message `error-<code>`. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: string
  readonly kind: DomainErrorKind
  readonly args: Readonly<Record<string, string | number>>

  constructor(code: string, kind: DomainErrorKind, args: Readonly<Record<string, string | number>> = {}) {
    super(code)
    this.code = code
    this.kind = kind
    this.args = args
  }
}

export const domainError =
  (code: string, kind: DomainErrorKind) =>
  (args?: Readonly<Record<string, string | number>>): DomainError =>
    new DomainError(code, kind, args)
