import { z } from 'zod'

/** Why consent is asked: somebody brought a code, shared their number, told their name and outlet, or starts again. */
const joiningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), codeId: z.uuid(), reporterId: z.uuid() }),
  /** `hash` of the number they proved to be theirs. */
  z.object({ kind: z.literal('phone'), reporterId: z.uuid(), hash: z.string() }),
  z.object({ kind: z.literal('request'), fullName: z.string(), outletName: z.string() }),
  z.object({ kind: z.literal('again'), reporterId: z.uuid() }),
])
export type Joining = z.infer<typeof joiningSchema>

/** What the next message may be the answer to. */
const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('ask-name') }),
  z.object({ kind: z.literal('ask-outlet'), fullName: z.string() }),
  /** `text` are the words that were shown: they are kept with a yes even if the office changes them meanwhile. */
  z.object({ kind: z.literal('consent'), joining: joiningSchema, text: z.string() }),
  /** Whether notices may go to a number, which stays sealed until a yes. */
  z.object({
    kind: z.literal('phone-consent'),
    questionId: z.uuid(),
    sealed: z.string(),
    proven: z.boolean(),
    text: z.string(),
  }),
  z.object({ kind: z.literal('ask-names'), conferenceId: z.uuid() }),
  /** Articles that wait for a theme, the one asked about first. */
  z.object({ kind: z.literal('file-articles'), articleIds: z.array(z.uuid()), askedAt: z.iso.datetime() }),
])
export type Step = z.infer<typeof stepSchema>

const stateSchema = z.object({
  step: stepSchema,
  /** The last messages that were corrected, and when: an edit may overtake its message, or a later edit. */
  edits: z.array(z.object({ message: z.string(), at: z.iso.datetime() })).optional(),
  /** Wrong registration codes in a row, and until when no further one is looked at. */
  guesses: z.object({ wrong: z.int().nonnegative(), until: z.iso.datetime().optional() }).optional(),
})
export type ConversationState = z.infer<typeof stateSchema>

export const idle: Step = { kind: 'idle' }

/** What was kept of a chat; a state of an older version counts as none. */
export function readState(kept: unknown): ConversationState {
  const parsed = stateSchema.safeParse(kept)
  return parsed.success ? parsed.data : { step: idle }
}
