import type { Db } from '../../platform/postgres.ts'

/** The platform's own word on somebody's last interaction; nothing changes when we heard from them meanwhile. */
export async function correctLastInteraction(
  db: Db,
  contact: { readonly id: string; readonly lastInteractionAt: Date | null },
  word: Date | null,
): Promise<boolean> {
  const { id, lastInteractionAt } = contact
  const { count } = await db.contact.updateMany({ where: { id, lastInteractionAt }, data: { lastInteractionAt: word } })
  return count === 1
}
