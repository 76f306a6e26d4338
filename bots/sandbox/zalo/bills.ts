import type { SandboxFrame } from '../frame.ts'
import { readOaState, writeOaState } from './oa-state.ts'
import type { OfficialAccount } from './official-accounts.ts'
import { refusal } from './refusal.ts'
import { readSwitches } from './switches.ts'
import { vietnamMonth } from './vietnam-time.ts'

/** One charge, as it would stand on the invoice of the cloud account. */
export type Bill = {
  readonly id: number
  readonly at: string
  readonly oaId: string
  readonly kind: 'late-reply' | 'template' | 'template-by-phone'
  /** A user id, or a phone number. */
  readonly recipient: string
  readonly messageId: string
  readonly vnd: number
}

/** What was charged; append-only. */
export type Bills = {
  /** Refuses with this code when the balance does not carry it. */
  check(account: OfficialAccount, vnd: number, code: number): void
  charge(account: OfficialAccount, bill: Omit<Bill, 'id' | 'at' | 'oaId'>): void
  list(since?: number): readonly Bill[]
  /** Late replies that the package pays for; undefined while that switch is off. */
  packageQuota(account: OfficialAccount): PackageQuota | undefined
  /** Takes one of them, if there is one left. */
  usePackageQuota(account: OfficialAccount): PackageQuota | undefined
}

export type PackageQuota = { readonly total: number; readonly remain: number; readonly valid_through: string }

const schema = `CREATE TABLE IF NOT EXISTS zalo_bills (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, oa_id TEXT NOT NULL,
  kind TEXT NOT NULL, recipient TEXT NOT NULL, message_id TEXT NOT NULL, vnd INTEGER NOT NULL)`

/** Late replies a month by package, from June 2026. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const monthly = { basic: 0, standard: 0, growth: 500, full: 2000 } as const

export function createBills({ store, clock }: SandboxFrame, bill: (oaId: string, vnd: number) => void): Bills {
  store.define(schema)
  const month = () => vietnamMonth(clock.now())
  const usedName = (oaId: string) => `zalo-package-quota ${oaId} ${month()}`
  const packageQuota = (account: OfficialAccount): PackageQuota | undefined => {
    if (!readSwitches(store).packageQuota) return undefined
    const total = monthly[account.package]
    const remain = Math.max(0, total - Number(store.readSetting(usedName(account.oaId)) ?? 0))
    return { total, remain, valid_through: lastDayOf(month()) }
  }
  return {
    check(account, vnd, code) {
      const { balanceVnd } = readOaState(store, account.oaId)
      if (balanceVnd !== null && balanceVnd < vnd) throw refusal(code, 'the balance is used up')
    },
    charge(account, { kind, recipient, messageId, vnd }) {
      const { balanceVnd } = readOaState(store, account.oaId)
      if (balanceVnd !== null) writeOaState(store, account.oaId, { balanceVnd: balanceVnd - vnd })
      const sql = `INSERT INTO zalo_bills (at, oa_id, kind, recipient, message_id, vnd) VALUES (?, ?, ?, ?, ?, ?)`
      store.run(sql, clock.now().toISOString(), account.oaId, kind, recipient, messageId, vnd)
      bill(account.oaId, vnd)
    },
    list: (since = 0) =>
      store.all('SELECT * FROM zalo_bills WHERE id > ? ORDER BY id', since).map((row) => ({
        ...{ id: Number(row.id), at: String(row.at), oaId: String(row.oa_id), kind: String(row.kind) as Bill['kind'] },
        ...{ recipient: String(row.recipient), messageId: String(row.message_id), vnd: Number(row.vnd) },
      })),
    packageQuota,
    usePackageQuota(account) {
      const quota = packageQuota(account)
      if (!quota || quota.remain === 0) return undefined
      store.writeSetting(usedName(account.oaId), quota.total - quota.remain + 1)
      return { ...quota, remain: quota.remain - 1 }
    },
  }
}

function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10).split('-').reverse().join('/')
}
