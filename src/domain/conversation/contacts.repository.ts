import type { Prisma } from '../../../prisma/generated/client.ts'
import { newId } from '../../platform/ids.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'

export type ChatAccount = { readonly id: string; readonly organisationId: string; readonly channel: string }

export type Chat = {
  readonly id: string
  readonly organisationId: string
  readonly reporterId: string | null
  readonly lastInteractionAt: Date | null
  readonly state: 'reachable' | 'blocked' | 'gone'
}

export async function findAccount(tx: Transaction, id: string): Promise<ChatAccount | undefined> {
  const select = { id: true, organisationId: true, channel: true }
  return (await tx.channelAccount.findUnique({ where: { id }, select })) ?? undefined
}

/** One thing at a time in each chat, on all processes, until the transaction ends. Taken before the contact exists. */
export async function lockChat(tx: Transaction, accountId: string, address: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${accountId} ${address}`}, 0))`
}

export async function findOrCreateChat(
  tx: Transaction,
  account: ChatAccount,
  address: string,
  now: Date,
): Promise<Chat> {
  const key = { accountId_address: { accountId: account.id, address } }
  const found = await tx.contact.findUnique({ where: key })
  if (found) return found
  const { id: accountId, organisationId, channel } = account
  return tx.contact.create({ data: { id: newId(now), organisationId, accountId, channel, address, createdAt: now } })
}

export async function hasDisplayName(db: Db, accountId: string, address: string): Promise<boolean> {
  const key = { accountId_address: { accountId, address } }
  const found = await db.contact.findUnique({ where: key, select: { displayName: true } })
  return found?.displayName != null
}

/** The address of a chat, for locking it when only its id is known. */
export async function findChatAddress(
  tx: Transaction,
  id: string,
): Promise<{ readonly accountId: string; readonly address: string } | undefined> {
  return (await tx.contact.findUnique({ where: { id }, select: { accountId: true, address: true } })) ?? undefined
}

export async function updateChat(
  tx: Transaction,
  id: string,
  change: {
    readonly lastInteractionAt?: Date
    readonly displayName?: string
    readonly state?: Chat['state']
    readonly stateReason?: string | null
  },
): Promise<void> {
  if (Object.keys(change).length > 0) await tx.contact.update({ where: { id }, data: change })
}

export async function loadConversation(tx: Transaction, contactId: string): Promise<unknown> {
  return (await tx.conversation.findUnique({ where: { contactId } }))?.step
}

export async function saveConversation(tx: Transaction, contactId: string, state: object, now: Date): Promise<void> {
  const step = state as Prisma.InputJsonObject
  await tx.conversation.upsert({
    where: { contactId },
    create: { contactId, step, updatedAt: now },
    update: { step, updatedAt: now },
  })
}
