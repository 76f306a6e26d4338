import { z } from 'zod'

/** What Zalo gives out in pairs: using the refresh token once kills both. */
const tokens = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  accessExpiresAt: z.iso.datetime(),
  refreshedAt: z.iso.datetime(),
  /** The pair before this one, for whoever has to find out what went wrong. */
  previous: z.object({ accessToken: z.string().optional(), refreshToken: z.string() }).optional(),
})
export type ZaloTokenPair = z.infer<typeof tokens>

/** Kept encrypted with the account. `oaSecret` is the key of the webhook page, not the app's secret. */
export const zaloSecrets = z.object({
  appId: z.string().min(1),
  appSecret: z.string().min(1),
  oaSecret: z.string().min(1),
  tokens: tokens.optional(),
  /** Used while there is no stored pair, and never again after that. */
  seedRefreshToken: z.string().min(1).optional(),
  /** Refused by Zalo as used up, so that no process asks with it again; a new consent ends it. */
  spent: z.object({ refreshToken: z.string(), code: z.string() }).optional(),
  /** When the account's administrator last consented, as far as we know. */
  consentedAt: z.iso.datetime().optional(),
  /** A rotation was seen to work after three months, so it renews the consent. */
  rotationRenews: z.boolean().optional(),
})
export type ZaloSecrets = z.infer<typeof zaloSecrets>

/** What a notice may be about; an introduction goes in plain text. */
const abouts = z.object({
  bulletin: z.string(),
  announcement: z.string(),
  invitation: z.string(),
  reminder: z.string(),
})
const vnd = z.number().int().min(0)

/** Plain settings of an account; everything has a safe default. */
export const zaloSettings = z.object({
  /** Where Zalo's console keeps one fixed challenge instead of taking a new one each time: the verifier that fits it. October 2026 */
  fixedPkceVerifier: z
    .string()
    .regex(/^[\w.~-]{43,128}$/)
    .optional(),
  /** Whether a rotation renews the three months of a refresh token is not certain: told from this day on. October 2026 */
  consentWarnAfterDays: z.number().int().min(1).max(90).default(60),
  /** Buttons on free messages: undocumented on the current API, so off until an account has seen one accepted. October 2026 */
  queryButtons: z.boolean().default(false),
  /**
   * A short choice as a list with a picture-less row each: documented for the old API only.
   * https://docs.zaloplatforms.com/docs/OA, October 2026
   */
  listMessages: z.boolean().default(false),
  /** How a message names the file it carries: documentation and SDK say `token`, one client says the other. October 2026 */
  filePayloadKey: z.enum(['token', 'attachment_id']).default('token'),
  /**
   * From which message on within 48 hours Zalo charges. The words of 2026 know no such number; 8 was the old one. https://oa.zalo.me,
   * October 2026
   */
  replyCap: z.number().int().min(1).nullable().default(null),
  /** Sheets as files: only newer pages of the documentation name them. October 2026 */
  csvUpload: z.boolean().default(false),
  /** Signs each call with the app's secret; must be on exactly where the switch of Zalo's console is. October 2026 */
  appsecretProof: z.boolean().default(false),
  /** A public https picture for the card that asks for a contact; without it the number is typed. */
  contactImageUrl: z.url({ protocol: /^https$/ }).optional(),
  /** So near the edge of a window the platform's own word is asked before a broadcast. */
  doubtfulWithinHours: z.number().min(0).max(24).default(2),
  /** 100 or 2,000 by the package of the Official Account. https://oa.zalo.me, prices of June 2026 */
  requestsPerMinute: z.number().int().min(1).max(4000).default(100),
  /** Ids of the approved templates, by what the notice is about. */
  templates: abouts.partial().default({}),
  /** What one message by a template costs, as Zalo told when it was chosen; one without the second price does not go by phone. */
  templatePrices: z
    .record(z.string(), z.object({ priceVnd: vnd.optional(), priceByPhoneVnd: vnd.optional() }))
    .default({}),
  /**
   * What one template message by user id costs where no price was kept: most are 200 to 300. https://docs.zaloplatforms.com/docs/ZBS,
   * October 2026
   */
  templateCostVnd: vnd.default(300),
})
export type ZaloSettings = z.infer<typeof zaloSettings>

/** Where Zalo answers; the real paths are appended. */
export type ZaloRoots = { readonly api: string; readonly business: string; readonly oauth: string }

export const zaloRoots: ZaloRoots = {
  api: 'https://openapi.zalo.me',
  business: 'https://business.openapi.zalo.me',
  oauth: 'https://oauth.zaloapp.com',
}
