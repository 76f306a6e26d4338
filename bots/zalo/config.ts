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
})
export type ZaloSecrets = z.infer<typeof zaloSecrets>

/** Plain settings of an account; everything has a safe default. */
export const zaloSettings = z.object({
  /** Buttons on free messages: undocumented on the current API, so off until an account has seen one accepted. */
  queryButtons: z.boolean().default(false),
  /** 100 or 2,000 by the package of the Official Account. */
  requestsPerMinute: z.number().int().min(1).max(4000).default(100),
  /** Ids of the approved templates, by what the notice is about. */
  templates: z
    .object({
      bulletin: z.string(),
      announcement: z.string(),
      invitation: z.string(),
      reminder: z.string(),
      introduction: z.string(),
    })
    .partial()
    .default({}),
  /** What one template message by user id costs. */
  templateCostVnd: z.number().int().min(0).default(300),
})
export type ZaloSettings = z.infer<typeof zaloSettings>

/** Where Zalo answers; the real paths are appended. */
export type ZaloRoots = { readonly api: string; readonly business: string; readonly oauth: string }

export const zaloRoots: ZaloRoots = {
  api: 'https://openapi.zalo.me',
  business: 'https://business.openapi.zalo.me',
  oauth: 'https://oauth.zaloapp.com',
}
