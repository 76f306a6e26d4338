/** What happened, by whom and to what. `detail` never carries texts of letters, telephone numbers or secrets. */
export type AuditEntry = {
  readonly organisationId: string
  readonly at: Date
  /** From staffActor, reporterActor, or "system". */
  readonly actor: string
  /** A past participle phrase: "publication-approved". */
  readonly action: string
  /** "<noun>:<id>". */
  readonly subject: string
  readonly detail?: Readonly<Record<string, AuditValue>>
}

type AuditValue = string | number | boolean | null | readonly AuditValue[] | { readonly [key: string]: AuditValue }

export const staffActor = (by: { readonly id: string }): string => `staff:${by.id}`
export const reporterActor = (reporterId: string): string => `reporter:${reporterId}`
