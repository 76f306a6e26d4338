import { Prisma } from '../../../prisma/generated/client.ts'
import type { Db } from '../../platform/postgres.ts'
import type { AccountState, ChannelAccount } from './account.ts'

const plain = {
  id: true,
  organisationId: true,
  channel: true,
  name: true,
  externalId: true,
  settings: true,
  state: true,
  stateReason: true,
} as const

export const listAccounts = (db: Db, where: { readonly organisationId?: string } = {}): Promise<ChannelAccount[]> =>
  db.channelAccount.findMany({ where, select: plain, orderBy: [{ channel: 'asc' }, { name: 'asc' }] })

export const findAccount = (db: Db, id: string): Promise<ChannelAccount | null> =>
  db.channelAccount.findUnique({ where: { id }, select: plain })

export const findAccountByExternalId = (db: Db, channel: string, externalId: string): Promise<ChannelAccount | null> =>
  db.channelAccount.findUnique({ where: { channel_externalId: { channel, externalId } }, select: plain })

export type NewAccount = Omit<ChannelAccount, 'stateReason' | 'settings'> & {
  readonly settings: Readonly<Record<string, unknown>>
  readonly secretsSealed: string
  readonly createdAt: Date
}

export async function insertAccount(db: Db, account: NewAccount): Promise<void> {
  await db.channelAccount.create({ data: { ...account, settings: account.settings as Prisma.InputJsonObject } })
}

export async function saveAccountState(
  db: Db,
  id: string,
  state: AccountState,
  stateReason: string | null,
): Promise<void> {
  await db.channelAccount.update({ where: { id }, data: { state, stateReason } })
}

export const readAccountState = (
  db: Db,
  id: string,
): Promise<Pick<ChannelAccount, 'organisationId' | 'state' | 'stateReason'> | null> =>
  db.channelAccount.findUnique({ where: { id }, select: { organisationId: true, state: true, stateReason: true } })

/** False when it was in another state by then: somebody else decided. */
export async function moveAccountState(
  db: Db,
  id: string,
  { from, to, reason }: { readonly from: AccountState; readonly to: AccountState; readonly reason: string | null },
): Promise<boolean> {
  const { count } = await db.channelAccount.updateMany({
    where: { id, state: from },
    data: { state: to, stateReason: reason },
  })
  return count === 1
}

/** A refusal of the whole account; one that was turned off while it was on its way stays off. */
export const raiseAlarm = (db: Db, id: string, reason: string): Promise<boolean> =>
  moveAccountState(db, id, { from: 'on', to: 'alarm', reason })

export async function saveAccountSettings(
  db: Db,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  await db.channelAccount.update({ where: { id }, data: { settings: settings as Prisma.InputJsonObject } })
}

export async function readSealedSecrets(db: Db, id: string): Promise<string> {
  const row = await db.channelAccount.findUniqueOrThrow({ where: { id }, select: { secretsSealed: true } })
  return row.secretsSealed
}

/** False when somebody changed them since they were read: nothing is written then. */
export async function replaceSealedSecrets(db: Db, id: string, before: string, after: string): Promise<boolean> {
  const { count } = await db.channelAccount.updateMany({
    where: { id, secretsSealed: before },
    data: { secretsSealed: after },
  })
  return count === 1
}

export async function readMemory(db: Db, id: string): Promise<Readonly<Record<string, unknown>>> {
  const row = await db.channelAccount.findUniqueOrThrow({ where: { id }, select: { memory: true } })
  return row.memory as Readonly<Record<string, unknown>>
}

/** Replaces the named keys, forgets those given as null and leaves the others, in one statement, so that two writers do not undo each other. */
export async function mergeMemory(db: Db, id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  const forgotten = Object.keys(values).filter((key) => values[key] === null)
  await db.$executeRaw(
    Prisma.sql`UPDATE "ChannelAccount" SET memory = (memory || ${JSON.stringify(values)}::jsonb) - ${forgotten}::text[]
      WHERE id = ${id}::uuid`,
  )
}

/** Takes a remembered value away, once: false when it was not there or another one stands in its place. */
export async function takeFromMemory(db: Db, id: string, key: string, value: string): Promise<boolean> {
  const taken = await db.$executeRaw(
    Prisma.sql`UPDATE "ChannelAccount" SET memory = memory - ${key}::text WHERE id = ${id}::uuid AND memory->>${key}::text = ${value}`,
  )
  return taken === 1
}

/** Whether another account of the same channel remembers this. */
export async function isRemembered(
  db: Db,
  { id, channel }: Pick<ChannelAccount, 'id' | 'channel'>,
  { key, value }: { readonly key: string; readonly value: string },
): Promise<boolean> {
  const where = { channel, id: { not: id }, memory: { path: [key], equals: value } }
  return (await db.channelAccount.count({ where })) > 0
}
