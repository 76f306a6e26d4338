import { Prisma } from '../../../prisma/generated/client.ts'
import type { SendTrace } from '../../channels/send-outcome.ts'
import type { Db, Transaction } from '../../platform/postgres.ts'
import type { Locale } from '../../texts.ts'
import type { BroadcastState } from '../broadcasts/broadcast.ts'
import type { DeliveryReason, DeliveryState, MessageKind } from './delivery.ts'

/** A delivery with all that sending it depends on, as it is at this moment. */
export type SendableDelivery = {
  readonly id: string
  readonly broadcastId: string
  readonly reporterId: string
  readonly accountId: string | null
  readonly contactId: string | null
  readonly surface: string | null
  readonly messageKind: MessageKind | null
  readonly state: DeliveryState
  readonly reason: DeliveryReason | null
  readonly attempt: number
  /** The attempt after which staff had it tried again: earlier ones no longer count against it. */
  readonly retriedFrom: number
  readonly messageIds: readonly string[]
  readonly triedContacts: readonly string[]
  readonly costVnd: number
  /** What one message of the latest attempt costs by the plan, for when no answer tells it. */
  readonly messageVnd: number
  readonly organisationId: string
  readonly broadcastKind: 'publication' | 'reminder' | 'recall'
  readonly broadcastState: BroadcastState
  readonly publicationId: string | null
  /** What a notice of it is about: its templates differ in price, and one kind may have none. */
  readonly noticeAbout: 'bulletin' | 'announcement' | 'reminder'
  /** What it carries was taken back; of a recall's own notice it is not said. */
  readonly recalled: boolean
  readonly conferenceId: string | null
  readonly reminderKind: string | null
  readonly reporterState: 'active' | 'stopped' | 'left'
  readonly fullName: string
  readonly locale: Locale
  /** Of their signed page. */
  readonly keyVersion: number
  readonly address: string | null
  /** Whose chat it is now. */
  readonly boundTo: string | null
  readonly contactState: 'reachable' | 'blocked' | 'gone' | null
  readonly lastInteractionAt: Date | null
  readonly consented: boolean
  readonly accountState: 'off' | 'on' | 'alarm' | null
}

export async function findSendable(db: Db, id: string): Promise<SendableDelivery | undefined> {
  return (await findAllSendable(db, [id]))[0]
}

/**
 * In any order; those that are not there are left out. Each is looked up by itself (OFFSET 0 keeps the planner from joining them all):
 * a join would follow statistics that are always behind while a broadcast runs, and read whole tables.
 */
export function findAllSendable(db: Db, ids: readonly string[]): Promise<readonly SendableDelivery[]> {
  return db.$queryRaw<SendableDelivery[]>(Prisma.sql`
    SELECT found.* FROM unnest(${[...ids]}::uuid[]) AS asked(id) CROSS JOIN LATERAL (
      SELECT d.id, d."broadcastId", d."reporterId", d."accountId", d."contactId", d.surface, d."messageKind",
        d.state::text AS state, d.reason, d.attempt, d."retriedFrom",
        COALESCE(d."messageIds", '{}') AS "messageIds", COALESCE(d."triedContacts", '{}') AS "triedContacts", d."costVnd", d."messageVnd",
        b."organisationId", b.kind::text AS "broadcastKind", b.state::text AS "broadcastState", b."publicationId",
        CASE WHEN b.kind = 'reminder' THEN 'reminder' WHEN b.kind = 'publication' THEN COALESCE(p.kind::text, 'announcement')
          ELSE 'announcement' END AS "noticeAbout",
        (b.kind = 'publication' AND p."recalledAt" IS NOT NULL) AS recalled, b."conferenceId", b."reminderKind",
        r.state::text AS "reporterState", r."fullName", CASE WHEN r.locale = 'en' THEN 'en' ELSE 'vi' END AS locale,
        r."pageKeyVersion" AS "keyVersion", c.address, c."reporterId" AS "boundTo",
        c.state::text AS "contactState", c."lastInteractionAt", a.state::text AS "accountState",
        EXISTS (SELECT 1 FROM "Consent" k WHERE k."reporterId" = d."reporterId" AND k."contactId" = d."contactId"
          AND k.purpose = 'bulletins' AND k."withdrawnAt" IS NULL) AS consented
      FROM "Delivery" d JOIN "Broadcast" b ON b.id = d."broadcastId" JOIN "Reporter" r ON r.id = d."reporterId"
        LEFT JOIN "Publication" p ON p.id = b."publicationId"
        LEFT JOIN "Contact" c ON c.id = d."contactId" LEFT JOIN "ChannelAccount" a ON a.id = d."accountId"
      WHERE d.id = asked.id OFFSET 0) found`)
}

/** This attempt is still being sent; nothing changes when it was given up meanwhile. */
export async function keepSending(
  db: Db,
  { id, attempt, at }: { readonly id: string; readonly attempt: number; readonly at: Date },
): Promise<void> {
  await db.delivery.updateMany({ where: { id, attempt, state: 'sending' }, data: { sendingAt: at } })
}

/** From which states a delivery of this very attempt goes where, and what else changes with it. */
export type Transition = {
  readonly id: string
  readonly attempt: number
  readonly from: readonly DeliveryState[]
  readonly to: DeliveryState
  readonly at: Date
  readonly reason?: DeliveryReason | null
  readonly detail?: string | null
  readonly by?: string
  readonly traces?: readonly SendTrace[]
  readonly changes?: Omit<Prisma.DeliveryUncheckedUpdateManyInput, 'state' | 'reason' | 'reasonDetail' | 'settledAt'>
}

/** Moves a delivery and writes its event; false, and nothing changes, when it is not where it was thought to be. */
export async function moveDelivery(tx: Transaction, transition: Transition): Promise<boolean> {
  const { id, attempt, from, to, at, reason = null, detail = null, by, traces, changes } = transition
  const settled = to === 'sent' || to === 'failed' || to === 'skipped' || to === 'unknown'
  const { count } = await tx.delivery.updateMany({
    where: { id, attempt, state: { in: [...from] } },
    data: { ...changes, state: to, reason, reasonDetail: detail, settledAt: settled ? at : null },
  })
  if (count !== 1) return false
  const event = { deliveryId: id, at, state: to, attempt, reason, by: by ?? null }
  await tx.deliveryEvent.create({ data: traces?.length ? { ...event, trace: [...traces] } : event })
  return true
}
