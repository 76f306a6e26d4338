import { z } from 'zod'
import type { SandboxStore } from '../store.ts'

const oneOf = <const T extends readonly [number, number, ...number[]]>(codes: T) =>
  z.union(codes.map((code) => z.literal(code)) as unknown as [z.ZodLiteral<T[number]>, z.ZodLiteral<T[number]>])
const rate = z.number().min(0).max(1).default(0)

/** Where the real service's ways are not settled, or cost something to have: one object, kept over restarts. */
const zaloSwitches = z.object({
  /** Counting 100 or 2,000 calls a minute per account, and 4,000 per app. */
  limits: z.boolean().default(true),
  /** Whose minutes are counted: real time like the pace of those who call, or the sandbox's clock. */
  minutes: z.enum(['real', 'sandbox']).default('real'),
  appCallsPerMinute: z.number().int().min(1).default(4000),
  unknownFields: z.enum(['refused', 'ignored']).default('refused'),
  /** Whether free messages may carry buttons, or be lists; otherwise -233. */
  buttons: z.boolean().default(true),
  lists: z.boolean().default(true),
  /** For a sixth button. */
  buttonCountCode: oneOf([-210, -201]).default(-210),
  filePayloadKey: z.enum(['token', 'attachment_id']).default('token'),
  csvUpload: z.boolean().default(false),
  uploadsPerMonth: z.number().int().min(0).default(5000),
  oaIdKey: z.enum(['oa_id', 'oaid']).default('oa_id'),
  /** Whether every call must carry `appsecret_proof`: -242, on the business host -1241. */
  appsecretProof: z.boolean().default(false),

  /** Telling the webhook what the account itself sent. */
  echoes: z.boolean().default(true),
  /** Telling the webhook that what was sent arrived, or was seen. */
  receivedEvents: z.boolean().default(false),
  seenEvents: z.boolean().default(false),
  signature: z.enum(['mac', 'bare']).default('mac'),
  /** Spacing and escapes that no re-serialising brings back. */
  oddJson: z.boolean().default(true),
  /** Tries again after 30 s, 5 min, 15 min, 30 min, 1 h by the sandbox's clock; `quick` is for stories whose clock stands. */
  retries: z.enum(['schedule', 'quick']).default('schedule'),
  retryNon200: z.boolean().default(true),
  answerWithinMs: z.number().int().min(50).default(2000),
  /** How many of the events come twice, or later than the next one. */
  duplicateRate: rate,
  reorderRate: rate,
  /** Whether the tap of a template's button reaches the webhook; it opens the window either way. */
  templateTaps: z.enum(['event', 'silent']).default('event'),
  /** Whether what hidden buttons posted stands in `conversation`. */
  hiddenInConversation: z.boolean().default(false),

  blockedCode: oneOf([-244, -213, -217]).default(-244),
  /** For somebody who never wrote, once the welcome messages are used up. */
  neverCode: oneOf([-232, -230, -213, -218]).default(-232),
  /** After seven days. */
  lateCode: oneOf([-230, -232, -213, -218]).default(-230),
  /** For a template by user id, after a year. */
  templateLateCode: oneOf([-232, -230, -213]).default(-232),
  phoneBlockedCode: oneOf([-141, -139, -140, -1351, -114]).default(-141),
  /** Whether the host by phone refuses at night: -133. */
  phoneNight: z.boolean().default(false),
  /** More free messages than this inside 48 hours cost like late ones, or are refused; null: no cap. */
  replyCapIn48h: z.number().int().min(1).nullable().default(null),
  overReplyCap: z.enum(['charge', 'refuse']).default('charge'),
  /** Whether the package's monthly quota (500 or 2,000) pays for late replies before they are charged. */
  packageQuota: z.boolean().default(false),

  spentTokenCode: oneOf([-14014, -14020, -118]).default(-14014),
  /** How long a spent refresh token still answers with the pair it gave. */
  spentTokenGraceS: z.number().int().min(0).default(0),
  /** One report: the answer to a refresh may lack a refresh token, and the old one stays. */
  refreshTokenInAnswer: z.boolean().default(true),
})
export type ZaloSwitches = z.infer<typeof zaloSwitches>

const name = 'zalo-switches'

export const readSwitches = (store: SandboxStore): ZaloSwitches => zaloSwitches.parse(store.readSetting(name) ?? {})

export function writeSwitches(store: SandboxStore, changes: unknown): ZaloSwitches {
  // Parsing a part must not fill in the defaults of the rest.
  const given = z.record(z.string(), z.unknown()).parse(changes)
  zaloSwitches.partial().strict().parse(given)
  const switches = zaloSwitches.parse({ ...readSwitches(store), ...given })
  store.writeSetting(name, switches)
  return switches
}
