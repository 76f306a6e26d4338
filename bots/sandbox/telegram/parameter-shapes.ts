import { z } from 'zod'

/** Parameter types over text, as every body format brings them. Stricter than the platform, which would make 0 of junk. */
export const integer = z
  .string()
  .regex(/^-?\d{1,16}$/, 'must be an integer')
  .transform(Number)
export const flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true')
export const word = z.string()

export const json = <T>(schema: z.ZodType<T>) =>
  z.string().transform((text, context): T => {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' })
      return z.NEVER
    }
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', message: `${issue.path.join('.')} ${issue.message}` })
    return z.NEVER
  })

export const allowedUpdates = json(z.array(z.string()))
export const linkPreviewOptions = json(
  z.strictObject({
    is_disabled: z.boolean().optional(),
    url: z.string().optional(),
    prefer_small_media: z.boolean().optional(),
    prefer_large_media: z.boolean().optional(),
    show_above_text: z.boolean().optional(),
  }),
)
const replyParameters = json(
  z.strictObject({ message_id: z.number().int(), allow_sending_without_reply: z.boolean().optional() }),
)
/** Checked in keyboard.ts, where each refusal has its own words. */
export const replyMarkup = json(z.unknown())

/** What every send method takes in a private chat. */
export const sendOptions = {
  chat_id: word,
  disable_notification: flag.optional(),
  protect_content: flag.optional(),
  allow_paid_broadcast: flag.optional(),
  message_effect_id: word.optional(),
  reply_parameters: replyParameters.optional(),
}
