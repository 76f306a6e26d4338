import { Prisma } from '../../../prisma/generated/client.ts'
import type { SendTrace } from '../../channels/send-outcome.ts'
import type { Db } from '../../platform/postgres.ts'
import type { DeliveryState, MessageKind } from './delivery.ts'

/** A queued delivery that is about to be sent for this attempt. */
export type Claim = {
  readonly id: string
  /** As it stands in the row before. */
  readonly attempt: number
  readonly messageKind: MessageKind
  readonly messageVnd: number
  readonly at: Date
}

/**
 * Takes queued deliveries before anything is sent; false for one that somebody else took, or that may not go any more. Of two that
 * want the same row one gets it.
 */
export async function claimDeliveries(db: Db, claims: readonly Claim[]): Promise<readonly boolean[]> {
  const sorted = inOrder(claims)
  const claimed = await db.$queryRaw<{ place: number }[]>(Prisma.sql`
    WITH asked AS (
      SELECT * FROM unnest(${column(sorted, 'id')}::uuid[], ${column(sorted, 'attempt')}::int[], ${column(sorted, 'messageKind')}::text[],
        ${column(sorted, 'messageVnd')}::int[], ${moments(sorted)}::timestamptz[], ${column(sorted, 'place')}::int[])
        AS a(id, attempt, kind, vnd, at, place)),
    claimed AS (
      UPDATE "Delivery" d SET state = 'sending', attempt = d.attempt + 1, "sendingAt" = a.at, "messageKind" = a.kind, "messageVnd" = a.vnd,
        reason = NULL, "reasonDetail" = NULL, "notBefore" = NULL, "settledAt" = NULL, "lookUps" = 0, "lookedUpAt" = NULL
      FROM asked a WHERE d.id = a.id AND d.attempt = a.attempt AND ${isOneOf(['queued'])}
        AND (SELECT b.state FROM "Broadcast" b WHERE b.id = d."broadcastId") = 'sending'
        AND (SELECT r.state FROM "Reporter" r WHERE r.id = d."reporterId") = 'active'
      RETURNING d.id, d.attempt, a.at, a.place),
    told AS (
      INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt)
        SELECT id, at, 'sending', attempt FROM claimed)
    SELECT place FROM claimed`)
  const taken = new Set(claimed.map(({ place }) => place))
  return claims.map((_claim, place) => taken.has(place))
}

/** Undoes a claim for which nothing was sent; nothing changes where it never stood, or somebody else holds the row since. */
export async function giveBack(db: Db, { id, attempt, at }: Claim): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    WITH given AS (
      UPDATE "Delivery" SET state = 'queued', attempt = ${attempt}, "sendingAt" = NULL
      WHERE id = ${id}::uuid AND state = 'sending' AND attempt = ${attempt + 1} AND "sendingAt" = ${at}
      RETURNING id, attempt)
    INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt) SELECT id, ${at}, 'queued', attempt FROM given`)
}

/** What has arrived of a delivery so far. */
export type Kept = {
  readonly id: string
  readonly attempt: number
  readonly messageIds: readonly string[]
  readonly costVnd: number
  readonly at: Date
}

/** One more part has arrived; kept before the next one goes, which has the same time to be answered as the first had. */
export async function keepPartsOf(db: Db, kept: readonly Kept[]): Promise<readonly boolean[]> {
  const sorted = inOrder(kept)
  const changed = await db.$queryRaw<{ place: number }[]>(Prisma.sql`
    UPDATE "Delivery" d SET "messageIds" = string_to_array(a.ids, ${between}), "costVnd" = a.vnd, "sendingAt" = a.at
    FROM unnest(${column(sorted, 'id')}::uuid[], ${column(sorted, 'attempt')}::int[], ${idsOf(sorted)}::text[],
      ${column(sorted, 'costVnd')}::int[], ${moments(sorted)}::timestamptz[], ${column(sorted, 'place')}::int[])
      AS a(id, attempt, ids, vnd, at, place)
    WHERE d.id = a.id AND d.attempt = a.attempt AND ${isOneOf(['sending', 'unknown'])}
    RETURNING a.place`)
  const places = new Set(changed.map(({ place }) => place))
  return kept.map((_kept, place) => places.has(place))
}

/** A delivery that arrived as a whole. */
export type Sent = Kept & { readonly traces: readonly SendTrace[] }

/** The usual end. A row that a sweep called unknown in the meantime is sent all the same: this is the evidence. */
export async function settleAllSent(db: Db, sent: readonly Sent[]): Promise<readonly boolean[]> {
  const sorted = inOrder(sent)
  const traces = sorted.map((each) => JSON.stringify(each.traces))
  const settled = await db.$queryRaw<{ place: number }[]>(Prisma.sql`
    WITH asked AS (
      SELECT * FROM unnest(${column(sorted, 'id')}::uuid[], ${column(sorted, 'attempt')}::int[], ${idsOf(sorted)}::text[],
        ${column(sorted, 'costVnd')}::int[], ${moments(sorted)}::timestamptz[], ${traces}::text[], ${column(sorted, 'place')}::int[])
        AS a(id, attempt, ids, vnd, at, trace, place)),
    settled AS (
      UPDATE "Delivery" d SET state = 'sent', "settledAt" = a.at, "messageIds" = string_to_array(a.ids, ${between}), "costVnd" = a.vnd,
        reason = NULL, "reasonDetail" = NULL
      FROM asked a WHERE d.id = a.id AND d.attempt = a.attempt AND ${isOneOf(['sending', 'unknown'])}
      RETURNING d.id, d.attempt, a.at, a.trace, a.place),
    told AS (
      INSERT INTO "DeliveryEvent" ("deliveryId", at, state, attempt, trace)
        SELECT id, at, 'sent', attempt, trace::jsonb FROM settled)
    SELECT place FROM settled`)
  const places = new Set(settled.map(({ place }) => place))
  return sent.map((_sent, place) => places.has(place))
}

/**
 * Rows are to be found by their ids. While a broadcast runs the statistics of states are always behind, and the planner would read all
 * that is queued for every row that it was asked for; a comparison of text is one that no index serves.
 */
const isOneOf = (states: readonly DeliveryState[]) => Prisma.sql`d.state::text = ANY(${[...states]}::text[])`

/** A sign that no message id has. */
const between = '\u001f'

const idsOf = (rows: readonly Pick<Kept, 'messageIds'>[]) => rows.map(({ messageIds }) => messageIds.join(between))

const moments = (rows: readonly { readonly at: Date }[]) => rows.map(({ at }) => at.toISOString())

const column = <Row, Name extends keyof Row>(rows: readonly Row[], name: Name) => rows.map((row) => row[name])

/** By id, so that two who write the same rows take them in the same order, and neither waits for the other for ever. */
const inOrder = <Row extends { readonly id: string }>(rows: readonly Row[]) =>
  rows
    .map((row, place) => ({ ...row, place }))
    .sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0))
