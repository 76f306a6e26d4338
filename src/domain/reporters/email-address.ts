import { z } from 'zod'

/** As it is kept and written to: lower case, at most as long as an envelope takes it. */
export const emailAddressSchema = z.string().trim().toLowerCase().pipe(z.email().max(200))

/** An address of a reporter; it is written to from the moment its owner confirmed it, or the desk entered it on a document. */
export type ReporterEmail = {
  readonly contactId: string
  readonly address: string
  /** `waiting`: somebody asked for mails there, and the owner of the mailbox has not confirmed yet. */
  readonly state: 'waiting' | 'served' | 'stopped' | 'blocked' | 'gone'
}
