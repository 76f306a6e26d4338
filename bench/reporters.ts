import { newId } from '../src/platform/ids.ts'
import type { Database } from '../src/platform/postgres.ts'
import { type AccountName, zaloOf } from './department.ts'
import type { StandIn } from './stand-in.ts'

type Enrolling = {
  readonly organisationId: string
  readonly accountId: string
  readonly name: AccountName
  readonly count: number
}

/** Both sides by set-based SQL: here reporters with a chat and a consent, over there the people who pressed Start. */
export async function addReporters(db: Database, standIn: StandIn, enrolling: Enrolling): Promise<void> {
  const { organisationId, accountId, name, count } = enrolling
  const now = new Date()
  const wroteAt = new Date(now.getTime() - 24 * 3_600_000)
  const channel = name === 'telegram' ? 'telegram' : 'zalo'
  const before = await db.contact.count({ where: { accountId } })
  const first = firstAddress[name] + BigInt(before)
  const outlet = { organisationId_name: { organisationId, name: 'Báo Sông Bằng' } }
  const create = { id: newId(now), organisationId, name: 'Báo Sông Bằng', kind: 'provincial-press', createdAt: now }
  const { id: outletId } = await db.outlet.upsert({ where: outlet, create, update: {} })
  const times = [now, wroteAt]
  await db.$executeRawUnsafe(
    `WITH people AS (
       SELECT gen_random_uuid() AS reporter, gen_random_uuid() AS contact, n FROM generate_series(0, $1::int - 1) AS n),
     reporters AS (
       INSERT INTO "Reporter" (id, "organisationId", "outletId", "fullName", "createdAt")
       SELECT reporter, $2::uuid, $3::uuid, 'Phóng viên ' || $7::text || ' ' || n, $8::timestamptz FROM people),
     contacts AS (
       INSERT INTO "Contact" (id, "organisationId", "accountId", channel, address, "reporterId", "displayName", "boundAt",
         "lastInteractionAt", "createdAt")
       SELECT contact, $2::uuid, $4::uuid, $5::text, ($6::text::bigint + n)::text, reporter, 'Phóng viên ' || n, $8::timestamptz,
         $9::timestamptz, $8::timestamptz FROM people)
     INSERT INTO "Consent" (id, "reporterId", "contactId", purpose, text, way, "givenAt")
     SELECT gen_random_uuid(), reporter, contact, 'bulletins', 'Tôi đồng ý nhận tin.', $5::text || ':button', $8::timestamptz
     FROM people`,
    ...[count, organisationId, outletId, accountId, channel, String(first), name, ...times],
  )
  await db.$executeRawUnsafe('ANALYZE "Reporter", "Contact", "Consent"')
  addPeople(standIn, { name, first, count, wroteAt })
}

/** Above what the stand-in itself gives out; longer than 32 bits on Telegram and longer than 53 on Zalo, as the real ones are. */
const firstAddress = {
  telegram: 7_200_000_000n,
  zalo100: 8_500_000_000_000_000_000n,
  zalo2000: 8_600_000_000_000_000_000n,
} as const satisfies Record<AccountName, bigint>

/** The person's id over there is the channel account's name and the address: whose thumbs a bench moves. */
export const personId = (name: AccountName, address: string): string => `${name}-${address}`

type Crowd = {
  readonly name: AccountName
  readonly first: bigint
  readonly count: number
  readonly wroteAt: Date
}

function addPeople(standIn: StandIn, { name, first, count, wroteAt }: Crowd): void {
  const numbers = 'WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count)'
  const channel = name === 'telegram' ? 'telegram' : 'zalo'
  standIn.withFile((database) => {
    database.exec('BEGIN IMMEDIATE')
    database
      .prepare(
        `${numbers} INSERT INTO people (id, name, outlet, channel, user_id, flags)
         SELECT :name || '-' || (:first + n), 'Phóng viên ' || n, 'Báo Sông Bằng', :channel, (:first + n) || '', '{}' FROM numbers`,
      )
      .run({ count, name, first, channel })
    if (name === 'telegram')
      database
        .prepare(
          `${numbers} INSERT INTO telegram_chats (bot_id, user_id, started, last_message) SELECT :bot, :first + n, 1, 1 FROM numbers`,
        )
        .run({ count, bot: standIn.telegram.botId, first })
    else {
      const state = { lastInteractionAt: wroteAt, follows: true, blocked: false, welcomes: 0, replies: 0 }
      database
        .prepare(`${numbers} INSERT INTO zalo_chats SELECT :oa, (:first + n) || '', :state FROM numbers`)
        .run({ count, oa: zaloOf(standIn, name).oaId, first, state: JSON.stringify(state) })
    }
    database.exec('COMMIT')
  })
}
