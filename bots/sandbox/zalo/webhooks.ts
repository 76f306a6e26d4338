import type { SandboxFrame } from '../frame.ts'
import type { Row } from '../store.ts'
import { readOaState } from './oa-state.ts'
import type { OfficialAccount, OfficialAccounts } from './official-accounts.ts'
import { readSwitches } from './switches.ts'
import { ask, eventJson, headersOf } from './webhook-request.ts'

export type HookEvent = Readonly<Record<string, unknown>>

/** Tells the desk what happened, as Zalo does: signed, by HTTP, again when nobody answered in time. */
export type Webhooks = {
  /** One address for all; what waits is sent there at once. */
  setUrl(url: string | null): void
  /** Kept in the store before it is sent; lost while there is no address, or it is switched off, or its group is not ticked. */
  emit(account: OfficialAccount, event: HookEvent, options?: { readonly zns?: true }): void
  /** Sends the last events once more, as happens. */
  repeat(count: number): void
  /** Switched off after the last try; switched on again by hand. */
  switchOn(on: boolean): void
  /** From now on events are kept back, until they are released in this order, one after another. */
  hold(): void
  release(order: 'given' | 'reversed'): Promise<void>
  state(): WebhookState
  /** How many still wait for a 200. */
  waiting(): number
}

export type WebhookState = {
  readonly url: string | null
  readonly on: boolean
  readonly waiting: number
  readonly held: number
  /** Given up, or never sent. */
  readonly lost: number
}

const schema = `CREATE TABLE IF NOT EXISTS zalo_hooks (number INTEGER PRIMARY KEY AUTOINCREMENT, oa_id TEXT NOT NULL,
  timestamp TEXT NOT NULL, body TEXT NOT NULL, zns INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  due_ms INTEGER NOT NULL)`
const setting = { url: 'zalo-webhook-url', off: 'zalo-webhook-off', hold: 'zalo-webhook-hold' } as const

/** After the first try, by the sandbox's clock; then the subscription ends. https://docs.zaloplatforms.com/docs/OA, October 2026 */
const retryAfterMs = [30_000, 300_000, 900_000, 1_800_000, 3_600_000] as const
/** In real time, for stories whose clock stands; afterwards it waits for a new start. */
const quickAfterMs = [250, 1000, 2000, 4000, 8000, 15_000, 30_000]
/** How often it is looked whether the clock has come so far. */
const lookEveryMs = 50
const overtakenAfterMs = 300

export function createWebhooks({ store, clock, log, onClose }: SandboxFrame, accounts: OfficialAccounts): Webhooks {
  store.define(schema)
  const timers = new Set<NodeJS.Timeout>()
  const underWay = new Set<number>()
  let closed = false
  let watching = false
  const url = () => store.readSetting(setting.url)
  const isOff = () => store.readSetting(setting.off) === true
  const count = (state: string) =>
    Number(store.one('SELECT count(*) AS n FROM zalo_hooks WHERE state = ?', state)?.n ?? 0)
  const numbers = (which: string, ...values: readonly (string | number)[]) =>
    store.all(`SELECT number FROM zalo_hooks ${which}`, ...values).map(({ number }) => Number(number))

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

  async function deliver(number: number, quickTries = 0): Promise<void> {
    if (closed || underWay.has(number)) return
    const event = store.one('SELECT * FROM zalo_hooks WHERE number = ?', number)
    if (event?.state !== 'waiting') return
    underWay.add(number)
    const status = await send(event, Number(event.tries))
    underWay.delete(number)
    if (closed || status === undefined) return
    const { retryNon200, retries, duplicateRate } = readSwitches(store)
    if (status === 200 || (status > 0 && !retryNon200)) {
      store.run(`UPDATE zalo_hooks SET state = 'delivered' WHERE number = ?`, number)
      if (Math.random() < duplicateRate) later(() => void send(event, 0), 0)
      return
    }
    log.warn({ number, status, tries: event.tries }, 'Zalo webhook not answered')
    store.run('UPDATE zalo_hooks SET tries = tries + 1 WHERE number = ?', number)
    if (retries === 'schedule') return waitForNextTry(number)
    const waitMs = quickAfterMs[quickTries]
    if (waitMs !== undefined) later(() => void deliver(number, quickTries + 1), waitMs)
  }

  /** The status of the answer; undefined when there is nobody to ask. */
  async function send(event: Row, tries: number): Promise<number | undefined> {
    const account = accounts.byId(String(event.oa_id))
    const to = url()
    if (!account || typeof to !== 'string') return undefined
    const switches = readSwitches(store)
    const [body, timestamp] = [String(event.body), String(event.timestamp)]
    const headers = headersOf(account, { body, timestamp, tries, zns: event.zns === 1 }, switches)
    return ask(to, { headers, body, withinMs: switches.answerWithinMs })
  }

  function waitForNextTry(number: number): void {
    const event = store.one('SELECT tries, timestamp FROM zalo_hooks WHERE number = ?', number)
    const afterMs = retryAfterMs[Number(event?.tries) - 1]
    if (afterMs === undefined) {
      store.writeSetting(setting.off, true)
      store.run(`UPDATE zalo_hooks SET state = 'lost' WHERE state = 'waiting'`)
      return
    }
    const dueMs = Number(event?.timestamp) + afterMs
    store.run('UPDATE zalo_hooks SET due_ms = ? WHERE number = ?', dueMs, number)
    watch()
  }

  /** Looks for what the clock has made due, as long as anything waits. */
  function watch(): void {
    if (watching || closed || count('waiting') === 0) return
    watching = true
    later(() => {
      watching = false
      const due = numbers(`WHERE state = 'waiting' AND due_ms <= ? ORDER BY number`, clock.now().getTime())
      if (readSwitches(store).retries === 'schedule') for (const number of due) void deliver(number)
      watch()
    }, lookEveryMs)
  }

  const deliverWaiting = () => {
    for (const number of numbers(`WHERE state = 'waiting' ORDER BY number`)) later(() => void deliver(number), 0)
  }
  if (readSwitches(store).retries === 'quick') deliverWaiting()
  else watch()

  return {
    setUrl(to) {
      store.writeSetting(setting.url, to)
      deliverWaiting()
    },
    emit(account, event, { zns } = {}) {
      if (typeof url() !== 'string') return
      const switches = readSwitches(store)
      const now = clock.now().getTime()
      const body = eventJson({ app_id: account.appId, ...event, timestamp: String(now) }, switches)
      const lost = isOff() || !isTicked(readOaState(store, account.oaId).permissions, event)
      const state = lost ? 'lost' : store.readSetting(setting.hold) === true ? 'held' : 'waiting'
      const { lastId } = store.run(
        'INSERT INTO zalo_hooks (oa_id, timestamp, body, zns, state, due_ms) VALUES (?, ?, ?, ?, ?, ?)',
        ...[account.oaId, String(now), body, zns ? 1 : 0, state, now],
      )
      // Not before the transaction around this has ended.
      const afterMs = Math.random() < switches.reorderRate ? overtakenAfterMs : 0
      if (state === 'waiting') later(() => void deliver(lastId), afterMs)
    },
    repeat(last) {
      for (const event of store.all('SELECT * FROM zalo_hooks ORDER BY number DESC LIMIT ?', last))
        later(() => void send(event, 0), 0)
    },
    switchOn: (on) => store.writeSetting(setting.off, !on),
    hold: () => store.writeSetting(setting.hold, true),
    async release(order) {
      store.writeSetting(setting.hold, false)
      const held = numbers(`WHERE state = 'held' ORDER BY number`)
      store.run(`UPDATE zalo_hooks SET state = 'waiting' WHERE state = 'held'`)
      for (const number of order === 'given' ? held : held.toReversed()) await deliver(number)
    },
    state() {
      const to = url()
      const counted = { waiting: count('waiting'), held: count('held'), lost: count('lost') }
      return { url: typeof to === 'string' ? to : null, on: !isOff(), ...counted }
    },
    waiting: () => count('waiting'),
  }
}

/** The console's groups decide which events come at all. */
function isTicked(permissions: readonly string[], { event_name: name }: HookEvent): boolean {
  const ofMessages = /^(user_send_|oa_send_|user_received_|user_seen_|user_reacted_)/.test(String(name))
  return permissions.includes(ofMessages ? 'message-events' : 'user-events')
}
