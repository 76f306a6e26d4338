import { z } from 'zod'
import type { ChannelPorts } from '../../src/channels/channel.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { RateSeen } from './call-budget.ts'
import { vietnamMonth } from './vietnam-time.ts'

/** What an account is remembered for between calls, and the doctor shows: allowances, charges, uploads, signs of life. */
export type AccountNotes = {
  /** The minute's allowance by its headers. */
  rate(seen: RateSeen): void
  /** The `quota` object of an answer. */
  quota(given: unknown): void
  charged(vnd: number): void
  uploaded(kind: string): void
  /** A webhook call was genuine. */
  heard(): void
  /** Whether a sending went through, or with which code the whole account was refused. */
  sending(refusedWith?: string): void
  /** Buttons were refused, and the words alone went through. */
  buttonsRefused(): void
  /** What is kept, and what this process has not written yet. */
  read(): Promise<KeptNotes>
  /** Writes what is new. */
  flush(): Promise<void>
}

const at = z.iso.datetime()
const quotaNote = z.object({
  remain: z.number().optional(),
  total: z.number().optional(),
  expires: z.string().optional(),
  at,
})
const monthNote = z.object({
  month: z.string(),
  chargedVnd: z.number(),
  chargedMessages: z.number(),
  uploads: z.record(z.string(), z.number()),
})
const keptNotes = z.object({
  rate: z.object({ limit: z.number(), remain: z.number(), at }).optional().catch(undefined),
  /** By the word for the quota; `phone` is the account's day. */
  quotas: z.record(z.string(), quotaNote).optional().catch(undefined),
  /** Sums of this calendar month in Vietnam. */
  month: monthNote.optional().catch(undefined),
  heardAt: at.optional().catch(undefined),
  cannotSend: z.object({ code: z.string(), at }).nullish().catch(undefined),
  buttonsRefusedAt: at.optional().catch(undefined),
})
export type KeptNotes = z.infer<typeof keptNotes>
type Month = z.infer<typeof monthNote>
type Quotas = z.infer<typeof keptNotes>['quotas']

/** One write in this time is enough for what people look at. Real time, since it spares a real database. */
const writeEveryMs = 10_000

export function createAccountNotes({ clock, log, memory, exclusively }: ChannelPorts): AccountNotes {
  let changed: Omit<KeptNotes, 'month' | 'quotas'> = {}
  let quotas: NonNullable<Quotas> = {}
  let more = noMore()
  let dirty = false
  let writtenAt = 0
  let known: KeptNotes = {}
  const now = () => clock.now().toISOString()

  const merged = (kept: KeptNotes): KeptNotes => ({
    ...kept,
    ...changed,
    quotas: { ...kept.quotas, ...quotas },
    month: added(kept.month, more, vietnamMonth(clock.now())),
  })
  async function flush(): Promise<void> {
    if (!dirty) return
    dirty = false
    writtenAt = systemClock.now().getTime()
    try {
      await exclusively('zalo-notes', async () => {
        const next = merged(readNotes(await memory.read()))
        ;[changed, quotas, more, known] = [{}, {}, noMore(), next]
        await memory.write(JSON.parse(JSON.stringify(next)))
      })
    } catch (error) {
      // Nothing here decides what is sent; the ledger has its own sums.
      log.warn({ err: error }, 'the notes of a Zalo account could not be kept')
    }
  }
  const note = (atOnce = false) => {
    dirty = true
    if (atOnce || systemClock.now().getTime() - writtenAt >= writeEveryMs) void flush()
  }

  return {
    rate(seen) {
      changed = { ...changed, rate: { ...seen, at: now() } }
      note()
    },
    quota(given) {
      const parsed = quotaGiven.safeParse(given)
      if (!parsed.success) return
      const { quota_type: type, remain, total, expired_date: expires } = parsed.data
      const said = { ...(remain === undefined ? {} : { remain }), ...(total === undefined ? {} : { total }) }
      quotas = { ...quotas, [type]: { ...said, ...(expires ? { expires } : {}), at: now() } }
      note()
    },
    charged(vnd) {
      more = { ...more, chargedVnd: more.chargedVnd + vnd, chargedMessages: more.chargedMessages + 1 }
      note()
    },
    uploaded(kind) {
      more = { ...more, uploads: { ...more.uploads, [kind]: (more.uploads[kind] ?? 0) + 1 } }
      note()
    },
    heard() {
      changed = { ...changed, heardAt: now() }
      note()
    },
    sending(refusedWith) {
      const before = changed.cannotSend === undefined ? known.cannotSend : changed.cannotSend
      if (refusedWith === undefined && before === null) return
      if (refusedWith !== undefined && before?.code === refusedWith) return
      changed = { ...changed, cannotSend: refusedWith === undefined ? null : { code: refusedWith, at: now() } }
      note(refusedWith !== undefined)
    },
    buttonsRefused() {
      changed = { ...changed, buttonsRefusedAt: now() }
      note()
    },
    read: async () => merged(readNotes(await memory.read())),
    flush,
  }
}

const readNotes = (memory: unknown): KeptNotes => keptNotes.safeParse(memory).data ?? {}

type More = Omit<Month, 'month'>
const noMore = (): More => ({ chargedVnd: 0, chargedMessages: 0, uploads: {} })

/** A new month begins at nothing. */
function added(kept: Month | undefined, more: More, month: string): Month {
  const before = kept?.month === month ? kept : noMore()
  const uploads = { ...before.uploads }
  for (const [kind, count] of Object.entries(more.uploads)) uploads[kind] = (uploads[kind] ?? 0) + count
  return {
    month,
    chargedVnd: before.chargedVnd + more.chargedVnd,
    chargedMessages: before.chargedMessages + more.chargedMessages,
    uploads,
  }
}

const number = z.coerce.number().int().optional().catch(undefined)
const quotaGiven = z.looseObject({
  quota_type: z.string().regex(/^[a-z_]{1,30}$/),
  remain: number,
  total: number,
  expired_date: z.coerce.string().max(40).optional().catch(undefined),
})
