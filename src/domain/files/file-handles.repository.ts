import type { Db } from '../../platform/postgres.ts'

type HandleKey = { readonly accountId: string; readonly sha256: string; readonly kind: string }

export async function findHandle(db: Db, key: HandleKey, now: Date): Promise<string | undefined> {
  const row = await db.fileHandle.findUnique({ where: { accountId_sha256_kind: key } })
  if (!row || (row.expiresAt && row.expiresAt <= now)) return undefined
  return row.handle
}

export async function saveHandle(
  db: Db,
  key: HandleKey,
  kept: { readonly handle: string; readonly expiresAt: Date | null; readonly createdAt: Date },
): Promise<void> {
  await db.fileHandle.upsert({ where: { accountId_sha256_kind: key }, create: { ...key, ...kept }, update: kept })
}

export async function deleteHandle(db: Db, key: HandleKey): Promise<void> {
  await db.fileHandle.deleteMany({ where: key })
}
