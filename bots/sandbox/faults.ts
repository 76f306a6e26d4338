import { z } from 'zod'
import { type CalledChannel, calledChannels } from './people.ts'
import type { SandboxStore } from './store.ts'

export const channelSchema = z.enum(calledChannels)

/** What goes wrong, and whether before or after the message was put into the chat. */
const failure = z.discriminatedUnion('kind', [
  /** Answers this instead of doing anything: an object as JSON, a string as HTML. */
  z.object({
    kind: z.literal('answer'),
    status: z.number().int().min(200).max(599),
    body: z.union([z.string(), z.record(z.string(), z.unknown())]),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  /** Waits (real time), then goes on as if nothing were. */
  z.object({ kind: z.literal('delay'), ms: z.number().int().min(0).max(600_000) }),
  /** Resets the connection; nothing was done. */
  z.object({ kind: z.literal('drop-before') }),
  /** Does everything, then resets the connection instead of answering. */
  z.object({ kind: z.literal('drop-after') }),
  /** The page of a proxy; nothing was done. */
  z.object({ kind: z.literal('html-502') }),
  /** Does everything, then answers with the page of a proxy. */
  z.object({ kind: z.literal('html-502-after') }),
])
export type Failure = z.infer<typeof failure>

export const faultSchema = z.object({
  channel: channelSchema,
  /** A method's name as the call log writes it, or `*`. */
  method: z.string().min(1),
  /** Only calls to this recipient. */
  recipient: z.string().optional(),
  /** How many fitting calls pass unharmed first. */
  after: z.number().int().min(0).default(0),
  count: z.number().int().min(1).default(1),
  failure,
})
export type Fault = z.infer<typeof faultSchema>
export type NewFault = z.input<typeof faultSchema>

/** Faults waiting for their call. */
export type Faults = {
  schedule(fault: NewFault): void
  /** The failure of this very call, used up by asking: a scheduled one, else what chance brings. */
  take(call: Pick<Fault, 'channel' | 'method'> & { readonly recipient: string | null }): Failure | undefined
  list(): readonly Fault[]
  clear(): void
}

/** `byChance` is asked when nothing was scheduled for a call. */
export function createFaults(
  store: SandboxStore,
  byChance: (call: { readonly channel: CalledChannel; readonly method: string }) => Failure | undefined,
): Faults {
  store.define('CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY AUTOINCREMENT, fault TEXT NOT NULL)')
  let waiting = store
    .all('SELECT id, fault FROM faults ORDER BY id')
    .map((row) => ({ id: Number(row.id), fault: faultSchema.parse(JSON.parse(String(row.fault))) }))
  const keep = (id: number, fault: Fault) => {
    waiting = waiting.flatMap((entry) => (entry.id !== id ? entry : fault.count > 0 ? { id, fault } : []))
    if (fault.count > 0) store.run('UPDATE faults SET fault = ? WHERE id = ?', JSON.stringify(fault), id)
    else store.run('DELETE FROM faults WHERE id = ?', id)
  }
  return {
    schedule(input) {
      const fault = faultSchema.parse(input)
      const { lastId } = store.run('INSERT INTO faults (fault) VALUES (?)', JSON.stringify(fault))
      waiting = [...waiting, { id: lastId, fault }]
    },
    take(call) {
      for (const { id, fault } of waiting) {
        if (fault.channel !== call.channel || (fault.method !== '*' && fault.method !== call.method)) continue
        if (fault.recipient !== undefined && fault.recipient !== call.recipient) continue
        if (fault.after > 0) {
          keep(id, { ...fault, after: fault.after - 1 })
          continue
        }
        keep(id, { ...fault, count: fault.count - 1 })
        return fault.failure
      }
      return byChance(call)
    },
    list: () => waiting.map(({ fault }) => fault),
    clear() {
      waiting = []
      store.run('DELETE FROM faults')
    },
  }
}
