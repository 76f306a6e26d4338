import { z } from 'zod'
import { audienceSchema } from './publication.ts'
import { publicationInvalid } from './publications.errors.ts'

const line = (longest: number) => z.string().trim().normalize('NFC').max(longest)
const blankToNull = (longest: number) =>
  line(longest)
    .nullish()
    .transform((text) => text || null)

export const publicationTitle = line(500)
/** Long enough for a pasted letter. */
export const publicationText = z
  .string()
  .normalize('NFC')
  .max(200_000)
  .transform((text) => text.replace(/\r\n?/g, '\n').trim())

/** The whole content as an editor saves it; what is missing in the lists is taken away. Attachments name their theme by its number. */
export const publicationEditSchema = z.object({
  title: publicationTitle,
  period: line(100).default(''),
  issuer: line(300),
  text: publicationText.default(''),
  audience: audienceSchema,
  themes: z
    .array(
      z.object({
        /** Of the theme it was; a new theme has none. */
        id: z.uuid().optional(),
        number: z.int().min(1).max(99),
        title: line(2000).min(1),
        points: z
          .array(line(20_000))
          .max(200)
          .transform((points) => points.filter((point) => point !== '')),
        origin: line(40).default('central'),
      }),
    )
    .max(60)
    .default([]),
  attachments: z
    .array(
      z.object({
        id: z.uuid().optional(),
        /** Null: of the whole. */
        theme: z.int().nullable(),
        title: line(1000).min(1),
        supplier: blankToNull(300),
        documentNumber: blankToNull(100),
        fileId: z.uuid().nullish(),
      }),
    )
    .max(200)
    .default([]),
})

/** What is said of a document that is added by itself; without a title it is called as its file. */
export const attachmentFacts = z.object({
  title: line(1000).default(''),
  supplier: blankToNull(300),
  documentNumber: blankToNull(100),
})

export type PublicationEdit = z.input<typeof publicationEditSchema>
export type CheckedEdit = z.output<typeof publicationEditSchema>

/** The parsed value; what does not fit is refused as a whole. */
export function parseOrRefuse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw publicationInvalid()
  return parsed.data
}
