import type { Place } from './place.ts'
import type { StandIn } from './stand-in.ts'

/** How the ledger of one broadcast and the stand-in's own log compare, message by message. */
export type Agreement = {
  /** Messages that reached a chat. */
  readonly arrived: number
  /** Counted as sent, and not in the chat. */
  readonly neverArrived: number
  /** In a chat, and in no row. */
  readonly unrecorded: number
  /** Chats that got more than one message. */
  readonly doubled: number
  /** Calls that the platform refused as too many. */
  readonly refusedAsTooMany: number
}

export const agrees = ({ neverArrived, unrecorded, doubled }: Agreement): boolean =>
  neverArrived + unrecorded + doubled === 0

const methodOf = { telegram: 'sendMessage', zalo: 'message/cs' } as const

/** Of an announcement that is one message: whatever the account sent after the call `since` counts. */
export async function compareWithLog(
  { db }: Pick<Place, 'db'>,
  standIn: Pick<StandIn, 'withFile'>,
  of: {
    readonly broadcastId: string
    readonly accountId: string
    readonly channel: 'telegram' | 'zalo'
    readonly since: number
  },
): Promise<Agreement> {
  const rows = await db.$queryRaw<{ message: string }[]>`
    SELECT c.address || ' ' || m AS message FROM "Delivery" d JOIN "Contact" c ON c.id = d."contactId", unnest(d."messageIds") m
    WHERE d."broadcastId" = ${of.broadcastId}::uuid AND d."accountId" = ${of.accountId}::uuid AND d.state = 'sent'`
  const recorded = new Set(rows.map(({ message }) => message))
  const contacts = await db.contact.findMany({ where: { accountId: of.accountId }, select: { address: true } })
  const ours = new Set(contacts.map(({ address }) => address))
  const perChat = new Map<string, number>()
  let arrived = 0
  let unrecorded = 0
  let refusedAsTooMany = 0
  const told = standIn.withFile((database) =>
    database
      .prepare(
        `SELECT recipient, message_ids, effect, status, answer FROM calls WHERE id > ? AND method = ? ORDER BY id`,
      )
      .all(of.since, methodOf[of.channel]),
  )
  for (const { recipient, message_ids: ids, effect, status, answer } of told) {
    const to = String(recipient)
    if (!ours.has(to)) continue
    if (status === 429 || String(answer).includes('"error":-32')) refusedAsTooMany += 1
    if (effect !== 1) continue
    for (const id of JSON.parse(String(ids)) as readonly string[]) {
      arrived += 1
      perChat.set(to, (perChat.get(to) ?? 0) + 1)
      if (!recorded.delete(`${to} ${id}`)) unrecorded += 1
    }
  }
  const doubled = [...perChat.values()].filter((count) => count > 1).length
  return { arrived, neverArrived: recorded.size, unrecorded, doubled, refusedAsTooMany }
}
