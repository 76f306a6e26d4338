import type { ZaloApi } from './api.ts'
import { type ChatRow, readRows } from './chat-rows.ts'
import type { ZaloPart } from './zalo-part.ts'

/** What matters was sent a little while ago; further back nobody looks. Our own measure: five calls of the limit. */
const pages = 5

/** The id of the message in the chat that can only be this part; undefined when it is not there, or when nobody can tell. */
export async function findSentPart(
  api: ZaloApi,
  sought: {
    readonly userId: string
    readonly part: ZaloPart
    readonly since: Date
    /** Ids of messages that are accounted for. */
    readonly known?: ReadonlySet<string> | undefined
  },
): Promise<string | undefined> {
  const { userId, part, since, known } = sought
  const found: ChatRow[] = []
  for (let page = 0; page < pages; page++) {
    // In its turn with the bulk: looks are few and counted, and a long sending must not use them all up.
    const answer = await readRows(api, page, userId, 'bulk')
    if (answer.kind !== 'rows') return undefined
    const recent = answer.rows.filter(({ time }) => time >= since.getTime())
    found.push(...recent.filter((row) => row.src === 0 && !known?.has(row.message_id) && isThis(row, part)))
    if (answer.last || recent.length < answer.rows.length) break
  }
  // The first after the attempt: a later one may be another sending of the same words.
  return found.toSorted((one, other) => one.time - other.time)[0]?.message_id
}

function isThis(row: ChatRow, part: ZaloPart): boolean {
  switch (part.kind) {
    case 'cs': {
      const said = bare(row.message)
      return said !== '' && wordsOf(part).some((words) => bare(words) === said)
    }
    case 'asset': {
      // Where the row names no file, two files cannot be told apart.
      const told = [row.message, row.description].map(bare)
      return carried.has(row.type.toLowerCase()) && told.includes(bare(part.file.name))
    }
    case 'template': {
      const { code: _code, link: _link, ...shown } = part.data
      const values = Object.values(shown).filter((value) => value !== '–')
      const said = bare(row.message)
      return values.length > 0 && values.every((value) => said.includes(bare(value)))
    }
    default:
      return part satisfies never
  }
}

const carried = new Set(['file', 'photo', 'image', 'gif'])

const wordsOf = ({ message, plain }: ZaloPart & { kind: 'cs' }): readonly string[] =>
  [message.text, plain].filter((words) => words !== undefined && words !== '') as readonly string[]

/** Spaces and the way of composing letters may change on the way. */
const bare = (text: string): string => text.normalize('NFC').replace(/\s+/g, '')
