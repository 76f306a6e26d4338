import type { Transaction } from '../../platform/postgres.ts'

export async function keepUrgencyAsked(
  tx: Transaction,
  id: string,
  { reason, by, at }: { readonly reason: string; readonly by: string; readonly at: Date },
): Promise<void> {
  await tx.broadcast.update({ where: { id }, data: { urgentReason: reason, urgentBy: by, urgentAt: at } })
}

export async function keepUrgencyAgreed(
  tx: Transaction,
  id: string,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  await tx.broadcast.update({ where: { id }, data: { urgentAgreedBy: by, urgentAgreedAt: at } })
}
