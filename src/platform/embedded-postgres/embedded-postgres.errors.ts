/** Why the embedded server cannot run here; the sentences are `database-<code>` in the texts. */
export type EmbeddedPostgresErrorCode =
  | 'no-binaries'
  | 'needs-glibc'
  | 'links-refused'
  | 'initdb-failed'
  | 'folder-not-ours'
  | 'data-missing'
  | 'start-failed'
  | 'start-too-slow'

/** Thrown by `startEmbeddedPostgres`; `detail` holds the platform, the folder or the end of the server's own log. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode
  readonly detail: string

  constructor(code: EmbeddedPostgresErrorCode, detail: string) {
    super(`embedded PostgreSQL: ${code}: ${detail}`)
    this.name = 'EmbeddedPostgresError'
    this.code = code
    this.detail = detail
  }
}
