import { z } from 'zod'
import type { Row, SandboxStore } from '../store.ts'

const newTemplate = z.strictObject({
  id: z.string().min(1),
  about: z.string().min(1),
  name: z.string().min(1),
  costVnd: z.number().int().min(0),
  params: z.array(z.string()).default(['recipient', 'issuer', 'document_number', 'subject', 'when', 'code', 'link']),
  status: z.enum(['ENABLE', 'PENDING_REVIEW', 'REJECT', 'DISABLE']).default('ENABLE'),
  /** Templates with a response component and old ones cannot go by user id. */
  byUserId: z.boolean().default(true),
})
export type Template = z.infer<typeof newTemplate>

/** What an Official Account is registered with; `package` decides whether the API may send and how fast. */
export const newOfficialAccount = z.strictObject({
  appId: z.string().regex(/^\d+$/),
  appSecret: z.string().min(1),
  /** The key of the webhook page; the real one never equals the app's secret, so neither does this one. */
  oaSecret: z.string().min(1),
  oaId: z.string().regex(/^\d+$/),
  name: z.string().min(1),
  package: z.enum(['basic', 'standard', 'growth', 'full']).default('full'),
  refreshToken: z.string().min(1),
  templates: z.array(newTemplate).default([]),
})
export type NewOfficialAccount = z.infer<typeof newOfficialAccount>

export type OfficialAccount = Omit<NewOfficialAccount, 'refreshToken'> & {
  readonly accessToken: string | null
  readonly accessExpiresAt: string | null
  readonly refreshToken: string | null
  readonly refreshExpiresAt: string | null
  /** All that was charged: late replies and templates. */
  readonly billedVnd: number
}

export type TokenPair = Pick<OfficialAccount, 'accessToken' | 'accessExpiresAt' | 'refreshToken' | 'refreshExpiresAt'>

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
}

export function createOfficialAccounts(store: SandboxStore): OfficialAccounts {
  store.define(schema)
  const all = () => store.all('SELECT * FROM zalo_oas ORDER BY rowid').map(toAccount)
  const byId = (oaId: string) => all().find((account) => account.oaId === oaId)
  return {
    all,
    byId,
    find: (fits) => all().find(fits),
    register(account, refreshExpiresAt) {
      const known = store.one('SELECT * FROM zalo_oas WHERE oa_id = ?', account.oaId)
      const sameStart = known && JSON.parse(String(known.registered)).refreshToken === account.refreshToken
      const fresh: TokenPair = {
        accessToken: null,
        accessExpiresAt: null,
        refreshToken: account.refreshToken,
        refreshExpiresAt: refreshExpiresAt.toISOString(),
      }
      store.run(
        `INSERT INTO zalo_oas (oa_id, registered, tokens) VALUES (?, ?, ?)
         ON CONFLICT (oa_id) DO UPDATE SET registered = excluded.registered, tokens = excluded.tokens`,
        ...[account.oaId, JSON.stringify(account), sameStart ? String(known.tokens) : JSON.stringify(fresh)],
      )
      return byId(account.oaId) ?? toAccount({})
    },
    writeTokens(oaId, pair) {
      store.run('UPDATE zalo_oas SET tokens = ? WHERE oa_id = ?', JSON.stringify(pair), oaId)
    },
    bill(oaId, vnd) {
      store.run('UPDATE zalo_oas SET billed_vnd = billed_vnd + ? WHERE oa_id = ?', vnd, oaId)
    },
  }
}

function toAccount(row: Row): OfficialAccount {
  const registered = newOfficialAccount.parse(JSON.parse(String(row.registered)))
  return { ...registered, ...(JSON.parse(String(row.tokens)) as TokenPair), billedVnd: Number(row.billed_vnd) }
}

/** Calls a minute by package; null where the API sends nothing at all. */
export const callsPerMinute = { basic: null, standard: null, growth: 100, full: 2000 } as const
