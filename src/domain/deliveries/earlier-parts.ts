import { z } from 'zod'

/** What arrived in a chat before its delivery was handed over to another one; a recall takes it back there. */
const earlierParts = z.object({
  accountId: z.string(),
  contactId: z.string(),
  messageKind: z.string().nullable(),
  messageIds: z.array(z.string()),
  sentAt: z.coerce.date(),
})
export type EarlierParts = z.infer<typeof earlierParts>

/** As the column holds it; written by our own code only. */
export const earlierPartsFrom = (column: unknown): readonly EarlierParts[] =>
  z.array(earlierParts).parse(column === null || column === undefined ? [] : column)
