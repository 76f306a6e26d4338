import { setTimeout as wait } from 'node:timers/promises'
import type { ChannelPorts, RawUpdate } from '../../src/channels/channel.ts'
import type { ZaloApi } from './api.ts'
import { type ChatRow, readRows } from './chat-rows.ts'

type CatchUp = {
  readonly api: ZaloApi
  readonly log: ChannelPorts['log']
  readonly appId: string
  readonly oaId: string | undefined
  readonly signal: AbortSignal | undefined
}

/** Five hundred chats, two hundred messages each: what a downtime leaves is less, and every page is a call of the account's limit. */
const chatPages = 50
const messagePages = 20
/** So often the reading waits for its turn before it leaves the rest. */
const waits = 60

/** Reads back what people wrote at or after `since`, oldest first, in the shape and under the ids of the webhook. */
export async function catchUpZalo(
  { api, log, appId, oaId, signal }: CatchUp,
  keep: (update: RawUpdate) => Promise<void>,
  since: Date,
): Promise<void> {
  const read = pager(api, since, signal)
  const chats = await read(chatPages)
  // Whether that list shows chats or messages is not settled: each person's own chat holds all that was said there.
  const people = new Set(chats.rows.map((row) => personOf(row)).filter((id) => id !== undefined))
  const rows = new Map(chats.rows.map((row) => [row.message_id, row]))
  let complete = chats.complete
  for (const userId of people) {
    const said = await read(messagePages, userId)
    complete &&= said.complete
    for (const row of said.rows) rows.set(row.message_id, { ...row, from_id: row.from_id ?? userId })
  }
  // Pages come newest first: turned round, what has the same time keeps its order.
  const updates = [...rows.values()]
    .toReversed()
    .toSorted((one, other) => one.time - other.time)
    .flatMap((row) => updateOf(row, { appId, oaId }))
  for (const update of updates) {
    signal?.throwIfAborted()
    await keep(update)
  }
  log.info({ event: 'zalo-caught-up', people: people.size, messages: updates.length, complete }, 'Zalo chats read back')
}

const personOf = ({ src, from_id: from, to_id: to }: ChatRow) => (src === 0 ? to : from)

type Read = { readonly rows: readonly ChatRow[]; readonly complete: boolean }

type Pager = (pages: number, userId?: string) => Promise<Read>

function pager(api: ZaloApi, since: Date, signal: AbortSignal | undefined): Pager {
  let waitsLeft = waits
  return async (pages, userId) => {
    const rows: ChatRow[] = []
    for (let page = 0; page < pages; ) {
      signal?.throwIfAborted()
      const answer = await readRows(api, page, userId)
      if (answer.kind === 'none') return { rows, complete: false }
      if (answer.kind === 'later') {
        if (waitsLeft-- <= 0) return { rows, complete: false }
        await wait(answer.retryAfterMs, undefined, signal && { signal })
        continue
      }
      const recent = answer.rows.filter(({ time }) => time >= since.getTime())
      rows.push(...recent)
      if (answer.last || recent.length < answer.rows.length) return { rows, complete: true }
      page++
    }
    return { rows, complete: false }
  }
}

/** As the webhook would have told it; the name of the sender comes along, which the webhook does not bring. */
function updateOf(row: ChatRow, { appId, oaId }: Pick<CatchUp, 'appId' | 'oaId'>): readonly RawUpdate[] {
  if (row.src !== 1 || row.from_id === undefined) return []
  const event = eventNames.get(row.type.toLowerCase()) ?? (row.message === '' ? 'sticker' : 'text')
  const links = [row.url, ...row.links.map(({ url }) => url)].filter((url) => url !== '')
  const attachments = links.map((url) => ({ type: event, payload: { url, name: row.description } }))
  const payload = {
    app_id: appId,
    event_name: `user_send_${event}`,
    timestamp: String(row.time),
    sender: { id: row.from_id, display_name: row.from_display_name },
    recipient: { id: row.to_id ?? oaId ?? '' },
    message: { msg_id: row.message_id, text: row.message, ...(attachments.length > 0 ? { attachments } : {}) },
  }
  return [{ externalId: row.message_id, payload }]
}

/** What a row calls its kind; the list is not written down anywhere in full. October 2026 */
const eventNames = new Map([
  ['text', 'text'],
  ['link', 'link'],
  ['links', 'link'],
  ['photo', 'image'],
  ['image', 'image'],
  ['gif', 'gif'],
  ['file', 'file'],
  ['sticker', 'sticker'],
  ['voice', 'audio'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['location', 'location'],
])
