import type { Call } from '../../bots/sandbox/calls.ts'
import type { Database } from '../../src/platform/postgres.ts'

/** What the ledger says reached one chat: a delivery or an answer, message by message. */
export type Recorded = {
  /** Delivery or reply. */
  readonly id: string
  readonly what: 'delivery' | 'reply'
  readonly recipient: string
  /** Whether it ever was unknown, whatever settled it later. */
  readonly wasUnknown: boolean
  /** At the platform; an entry may name several of an album. */
  readonly messageIds: readonly string[]
}

const messageMethods = new Set([
  'sendMessage',
  'sendDocument',
  'sendMediaGroup',
  'message/cs',
  'message/template',
  'data',
])

/**
 * Compares what we wrote down with what the platforms saw, message by message. Answers every disagreement; nothing when each
 * message in a chat stands in exactly one row and each row's messages are really there. What an unknown row may have brought
 * is allowed to be there without being written down: that is what unknown means.
 */
export function auditCalls(recorded: readonly Recorded[], calls: readonly Call[]): readonly string[] {
  const findings: string[] = []
  const rows = new Map<string, Recorded>()
  for (const row of recorded) {
    for (const id of row.messageIds.flatMap((entry) => entry.split(' '))) {
      const key = `${row.recipient} ${id}`
      if (rows.has(key)) findings.push(`message ${key} stands in two rows`)
      rows.set(key, row)
    }
  }
  const unknown = new Set(recorded.filter(({ wasUnknown }) => wasUnknown).map(({ recipient }) => recipient))
  const seen = new Set<string>()
  const contents = new Map<string, string>()
  for (const call of calls.filter(({ effect, method }) => effect && messageMethods.has(method))) {
    for (const id of call.messageIds) {
      const key = `${call.recipient} ${id}`
      seen.add(key)
      const row = rows.get(key)
      if (!row && !unknown.has(call.recipient ?? '')) findings.push(`message ${key} (${call.method}) is in no row`)
      if (row?.what !== 'delivery') continue
      const content = `${row.id} ${call.recipient} ${JSON.stringify(call.request)}`
      if (contents.has(content)) findings.push(`${key} repeats message ${contents.get(content)} of the same delivery`)
      contents.set(content, id)
    }
  }
  for (const [key, { what }] of rows) if (!seen.has(key)) findings.push(`message ${key} of a ${what} never arrived`)
  return findings
}

/** Everything that went to chats, as the database has it. */
export async function recordedMessages(db: Database): Promise<readonly Recorded[]> {
  const contacts = new Map((await db.contact.findMany()).map(({ id, address }) => [id, address]))
  const deliveries = await db.delivery.findMany({ where: { contactId: { not: null } }, include: { events: true } })
  const replies = await db.reply.findMany()
  const recipientOf = (contactId: string | null) => contacts.get(contactId ?? '') ?? ''
  return [
    ...deliveries.map(({ id, contactId, events, messageIds }) => {
      const wasUnknown = events.some(({ state }) => state === 'unknown')
      return { id, what: 'delivery' as const, recipient: recipientOf(contactId), wasUnknown, messageIds }
    }),
    ...replies.map(({ id, contactId, state, messageIds }) => {
      const wasUnknown = state === 'unknown'
      return { id, what: 'reply' as const, recipient: recipientOf(contactId), wasUnknown, messageIds }
    }),
  ]
}
