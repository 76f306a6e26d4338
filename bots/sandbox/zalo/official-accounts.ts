import { z } from 'zod'
import type { Row, SandboxStore } from '../store.ts'
import { newTemplate, type Template } from './templates.ts'

/** Longer than a number can carry, as the real ones are. */
const longId = z.string().regex(/^\d{18,}$/)

/** What an Official Account is registered with; `package` decides whether the API may send and how fast. */
export const newOfficialAccount = z
  .strictObject({
    appId: longId,
    appSecret: z.string().min(1),
    /** The key of the webhook page; the real one never equals the app's secret, so neither does this one. */
    oaSecret: z.string().min(1),
    oaId: longId,
    name: z.string().min(1),
    package: z.enum(['basic', 'standard', 'growth', 'full']).default('full'),
    refreshToken: z.string().min(1),
    templates: z.array(newTemplate).default([]),
  })
  .refine(({ appSecret, oaSecret }) => appSecret !== oaSecret, 'the two keys are never the same')
export type NewOfficialAccount = z.infer<typeof newOfficialAccount>

export type OfficialAccount = Omit<NewOfficialAccount, 'refreshToken'> & {
  readonly accessToken: string | null
  readonly accessExpiresAt: string | null
  readonly refreshToken: string | null
  readonly refreshExpiresAt: string | null
  /** The refresh token before this one, and when it was used up. */
  readonly spent?: { readonly refreshToken: string; readonly at: string }
  /** All that was charged: late replies and templates. */
  readonly billedVnd: number
}

export type TokenPair = Pick<
  OfficialAccount,
  'accessToken' | 'accessExpiresAt' | 'refreshToken' | 'refreshExpiresAt' | 'spent'
>

const schema = `CREATE TABLE IF NOT EXISTS zalo_oas (oa_id TEXT PRIMARY KEY, registered TEXT NOT NULL, tokens TEXT NOT NULL,
  billed_vnd INTEGER NOT NULL DEFAULT 0)`

/** The registered accounts and their tokens. */
export type OfficialAccounts = {
  /** Adds an account or changes it; tokens that were rotated since stay, unless another first token is given. */
  register(account: NewOfficialAccount, refreshExpiresAt: Date): OfficialAccount
  all(): readonly OfficialAccount[]
  byId(oaId: string): OfficialAccount | undefined
  find(fits: (account: OfficialAccount) => boolean): OfficialAccount | undefined
  writeTokens(oaId: string, pair: TokenPair): void
  bill(oaId: string, vnd: number): void
  setTemplateStatus(oaId: string, templateId: string, status: Template['status']): void
}

export function createOfficialAccounts(store: SandboxStore): OfficialAccounts {
  store.define(schema)
  const known = new Map<string, NewOfficialAccount>()
  const all = () => store.all('SELECT * FROM zalo_oas ORDER BY rowid').map((row) => toAccount(row, known))
  const byId = (oaId: string) => all().find((account) => account.oaId === oaId)
  return {
    all,
    byId,
    find: (fits) => all().find(fits),
    register(account, refreshExpiresAt) {
      const before = store.one('SELECT * FROM zalo_oas WHERE oa_id = ?', account.oaId)
      const sameStart = before && JSON.parse(String(before.registered)).refreshToken === account.refreshToken
      const fresh: TokenPair = {
        accessToken: null,
        accessExpiresAt: null,
        refreshToken: account.refreshToken,
        refreshExpiresAt: refreshExpiresAt.toISOString(),
      }
      store.run(
        `INSERT INTO zalo_oas (oa_id, registered, tokens) VALUES (?, ?, ?)
         ON CONFLICT (oa_id) DO UPDATE SET registered = excluded.registered, tokens = excluded.tokens`,
        ...[account.oaId, JSON.stringify(account), sameStart ? String(before.tokens) : JSON.stringify(fresh)],
      )
      return byId(account.oaId) ?? toAccount({}, known)
    },
    writeTokens(oaId, pair) {
      store.run('UPDATE zalo_oas SET tokens = ? WHERE oa_id = ?', JSON.stringify(pair), oaId)
    },
    bill(oaId, vnd) {
      store.run('UPDATE zalo_oas SET billed_vnd = billed_vnd + ? WHERE oa_id = ?', vnd, oaId)
    },
    setTemplateStatus(oaId, templateId, status) {
      const row = store.one('SELECT registered FROM zalo_oas WHERE oa_id = ?', oaId)
      const registered = newOfficialAccount.parse(JSON.parse(String(row?.registered ?? '{}')))
      const templates = registered.templates.map((one) => (one.id === templateId ? { ...one, status } : one))
      const changed = JSON.stringify({ ...registered, templates })
      store.run('UPDATE zalo_oas SET registered = ? WHERE oa_id = ?', changed, oaId)
    },
  }
}

/** Every call looks for its account: what was registered is parsed once. */
function toAccount(row: Row, known: Map<string, NewOfficialAccount>): OfficialAccount {
  const text = String(row.registered)
  const registered = known.get(text) ?? newOfficialAccount.parse(JSON.parse(text))
  known.set(text, registered)
  return { ...registered, ...(JSON.parse(String(row.tokens)) as TokenPair), billedVnd: Number(row.billed_vnd) }
}

/** Calls a minute by package; null where the API sends nothing at all. */
export const callsPerMinute = { basic: null, standard: null, growth: 100, full: 2000 } as const
