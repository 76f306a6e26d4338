import { createHash } from 'node:crypto'
import { request } from 'undici'
import type { SandboxFrame } from '../frame.ts'
import type { OfficialAccount, OfficialAccounts } from './official-accounts.ts'
import { readSwitches } from './switches.ts'

/** Tells the desk what happened, as Zalo does: signed, by HTTP, again when nobody answered in time. */
export type Webhooks = {
  /** One address for all; what waits is sent there at once. */
  setUrl(url: string | null): void
  /** Kept in the store before it is sent; dropped while there is no address. */
  emit(account: OfficialAccount, event: Readonly<Record<string, unknown>>, options?: { readonly zns?: true }): void
  /** Sends the last events once more, as happens. */
  repeat(count: number): void
  /** How many still wait for a 200. */
  waiting(): number
}

const schema = `CREATE TABLE IF NOT EXISTS zalo_events (number INTEGER PRIMARY KEY AUTOINCREMENT, oa_id TEXT NOT NULL,
  timestamp TEXT NOT NULL, body TEXT NOT NULL, delivered INTEGER NOT NULL DEFAULT 0)`
const urlSetting = 'zalo-webhook-url'

/** Real time, and quicker than Zalo's half minute to an hour, since people are watching; afterwards it waits for a new start. */
const retryAfterMs = [250, 1000, 2000, 4000, 8000, 15_000, 30_000]
const answerWithinMs = 2000

export function createWebhooks({ store, clock, log, onClose }: SandboxFrame, accounts: OfficialAccounts): Webhooks {
  store.define(schema)
  const timers = new Set<NodeJS.Timeout>()
  let closed = false
  const url = () => store.readSetting(urlSetting)

  const later = (work: () => void, ms: number) => {
    if (closed) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }
  onClose(() => {
    closed = true
    for (const timer of timers) clearTimeout(timer)
  })

  async function deliver(number: number, tries: number): Promise<void> {
    if (closed) return
    const event = store.one('SELECT * FROM zalo_events WHERE number = ?', number)
    const account = event && accounts.byId(String(event.oa_id))
    const to = url()
    if (!event || !account || typeof to !== 'string') return
    const status = await post(to, headersOf(account, event, tries), String(event.body))
    if (closed) return
    if (status === 200) {
      store.run('UPDATE zalo_events SET delivered = 1 WHERE number = ?', number)
      return
    }
    log.warn({ number, status, tries }, 'Zalo webhook not answered')
    const waitMs = retryAfterMs[tries]
    if (waitMs !== undefined) later(() => void deliver(number, tries + 1), waitMs)
  }

  function headersOf(account: OfficialAccount, event: { timestamp?: unknown; body?: unknown }, tries: number) {
    const hex = createHash('sha256')
      .update(`${account.appId}${event.body}${event.timestamp}${account.oaSecret}`)
      .digest('hex')
    return {
      'content-type': 'application/json',
      'user-agent': 'Java/1.8.0_192',
      'X-ZEvent-Signature': readSwitches(store).signature === 'mac' ? `mac=${hex}` : hex,
      ...(tries > 0 ? { num_retry: String(tries) } : {}),
    }
  }

  const deliverWaiting = () => {
    for (const { number } of store.all('SELECT number FROM zalo_events WHERE delivered = 0 ORDER BY number'))
      later(() => void deliver(Number(number), 0), 0)
  }
  deliverWaiting()

  return {
    setUrl(to) {
      store.writeSetting(urlSetting, to)
      deliverWaiting()
    },
    emit(account, event) {
      if (typeof url() !== 'string') return
      const timestamp = String(clock.now().getTime())
      const body = oddJson({ app_id: account.appId, ...event, timestamp })
      const sql = 'INSERT INTO zalo_events (oa_id, timestamp, body) VALUES (?, ?, ?)'
      const { lastId } = store.run(sql, account.oaId, timestamp, body)
      // Not before the transaction around this has ended.
      later(() => void deliver(lastId, 0), 0)
    },
    repeat(count) {
      for (const { number } of store.all('SELECT number FROM zalo_events ORDER BY number DESC LIMIT ?', count))
        later(() => void deliver(Number(number), 0), 0)
    },
    waiting: () => Number(store.one('SELECT count(*) AS n FROM zalo_events WHERE delivered = 0')?.n ?? 0),
  }
}

/** Spacing and escapes that nobody gets back by writing the same object again: who re-serialises fails the signature. */
const oddJson = (value: unknown): string =>
  JSON.stringify(value, null, 1).replace(/[\u0080-\uffff]/g, (letter) => {
    const code = letter.charCodeAt(0)
    return code % 2 === 0 ? `\\u${code.toString(16).padStart(4, '0')}` : letter
  })

async function post(url: string, headers: Record<string, string>, body: string): Promise<number> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs)
    const response = await request(url, { method: 'POST', headers, body, signal })
    await response.body.dump()
    return response.statusCode
  } catch {
    return 0
  }
}
