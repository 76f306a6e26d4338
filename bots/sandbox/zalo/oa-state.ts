import { z } from 'zod'
import type { SandboxStore } from '../store.ts'

/** The groups that are ticked in the console; without one, its calls answer -223 and its events do not come. */
export const permissionGroups = [
  ...(['send-messages', 'manage-users', 'oa-information'] as const),
  ...(['message-events', 'user-events'] as const),
] as const
export type PermissionGroup = (typeof permissionGroups)[number]

/** What an administrator sets at Zalo, and what may go wrong there; each default is what works. */
const oaState = z.object({
  /** -221, by phone -135 */
  verified: z.boolean().default(true),
  /** -204 */
  disabled: z.boolean().default(false),
  /** -209, at consent -14002 */
  appActive: z.boolean().default(true),
  /** -212 */
  apiProduct: z.boolean().default(true),
  /** -219 */
  appRemoved: z.boolean().default(false),
  permissions: z.array(z.enum(permissionGroups)).default([...permissionGroups]),
  /** The cloud account that pays: -320, by phone -136. */
  zcaLinked: z.boolean().default(true),
  /** null: as much as is needed. Too little: -321, by phone -115. */
  balanceVnd: z.number().int().nullable().default(null),
  dailyPhoneQuota: z.number().int().min(0).default(10_000),
  /** Where a consent may lead back to, to the letter; anything else is -14003. */
  callbacks: z.array(z.url()).default([]),
  /** One source says that the console keeps a challenge that must match; null: each consent brings its own. */
  fixedChallenge: z.string().nullable().default(null),
  /** How the app is called on the page of consent. */
  appName: z.string().min(1).default('Giao Ban'),
})
export type OaState = z.infer<typeof oaState>

const nameOf = (oaId: string) => `zalo-oa-state ${oaId}`

export const readOaState = (store: SandboxStore, oaId: string): OaState =>
  oaState.parse(store.readSetting(nameOf(oaId)) ?? {})

export function writeOaState(store: SandboxStore, oaId: string, changes: unknown): OaState {
  // Parsing a part must not fill in the defaults of the rest.
  const given = z.record(z.string(), z.unknown()).parse(changes)
  oaState.partial().strict().parse(given)
  const state = oaState.parse({ ...readOaState(store, oaId), ...given })
  store.writeSetting(nameOf(oaId), state)
  return state
}
