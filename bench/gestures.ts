import { type AccountName, zaloOf } from './department.ts'
import type { Paced } from './paced.ts'
import { personId } from './reporters.ts'

/** What one person did, and when the stand-in took it. */
export type Gesture = { readonly recipient: string; readonly at: number }

/** Somebody presses the first button of the message they got; nothing while nobody has one. */
export async function tapOnTelegram(paced: Paced, random: () => number): Promise<Gesture | undefined> {
  const { standIn } = paced
  const sql = `SELECT recipient, answer FROM calls WHERE id = (SELECT min(id) FROM calls WHERE id >= ? AND method = 'sendMessage'
    AND effect = 1 AND instr(request, 'callback_data') > 0)`
  const found = standIn.withFile((database) => {
    const newest = Number(database.prepare('SELECT max(id) AS id FROM calls').get()?.id)
    const from = Math.max(0, newest - 10_000)
    return database.prepare(sql).get(from + Math.floor(random() * (newest - from)))
  })
  if (!found) return undefined
  const { result } = JSON.parse(String(found.answer)) as { readonly result: SentMessage }
  const data = result.reply_markup?.inline_keyboard.flat().find(({ callback_data }) => callback_data)?.callback_data
  if (data === undefined) return undefined
  return act(paced, 'telegram', String(found.recipient), 'tap', { messageId: result.message_id, data })
}

type SentMessage = {
  readonly message_id: number
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly { readonly callback_data?: string }[])[] }
}

/** Somebody writes a word that is always understood. */
export async function typeOnZalo(paced: Paced, random: () => number): Promise<Gesture | undefined> {
  const { place, department } = paced
  const [found] = await place.db.contact.findMany({
    where: { accountId: department.accounts.zalo100 },
    orderBy: { address: 'asc' },
    skip: Math.floor(random() * 150),
    take: 1,
  })
  return found && act(paced, 'zalo100', found.address, 'text', { text: 'menu' })
}

async function act(
  { standIn }: Paced,
  name: AccountName,
  recipient: string,
  gesture: string,
  wish: object,
): Promise<Gesture> {
  const at = Date.now()
  const whose = `${personId(name, recipient)}/${gesture}`
  if (name === 'telegram') await standIn.post(`/telegram/people/${whose}`, wish)
  else await standIn.post(`/zalo/people/${whose}?oaId=${zaloOf(standIn, name).oaId}`, wish)
  return { recipient, at }
}

/** How long each waited for the first message to them that is no bulletin, in whole milliseconds, by the stand-in's log. */
export function answersAfter(
  { standIn }: Pick<Paced, 'standIn'>,
  gestures: readonly Gesture[],
  of: { readonly title: string; readonly method: string },
): { readonly waitedMs: readonly number[]; readonly unanswered: number } {
  const sql = `SELECT recipient, at FROM calls WHERE method = ? AND effect = 1 AND instr(request, ?) = 0 ORDER BY id`
  const answers = new Map<string, number[]>()
  for (const { recipient, at } of standIn.withFile((database) => database.prepare(sql).all(of.method, of.title))) {
    const to = String(recipient)
    answers.set(to, [...(answers.get(to) ?? []), new Date(String(at)).getTime()])
  }
  const waitedMs: number[] = []
  for (const { recipient, at } of gestures.toSorted((one, other) => one.at - other.at)) {
    // Each answer counts for one gesture only.
    const mine = answers.get(recipient) ?? []
    const index = mine.findIndex((moment) => moment >= at)
    if (index >= 0) waitedMs.push(...mine.splice(index, 1).map((moment) => moment - at))
  }
  return { waitedMs, unanswered: gestures.length - waitedMs.length }
}

/** The value that this share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0
}
