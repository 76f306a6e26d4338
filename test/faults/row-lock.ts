import pg from 'pg'
import type { Stage } from './stage.ts'

/** Rows of the ledger held by the harness: whoever wants to write them waits, in the middle of its statement. */
export type RowLock = {
  readonly ids: readonly string[]
  /** Whether somebody waits for them. */
  isWantedNow(): Promise<boolean>
  /** Ends whoever waits, as if its statement had never come; without it, the statement of a dead process is still carried out. */
  refuseThoseWaiting(): Promise<void>
  release(): Promise<void>
}

/** Locks up to so many rows of a sending that are in this state now. */
export async function lockRows(
  { postgres }: Stage,
  what: { readonly broadcastId: string; readonly state: string; readonly count: number },
): Promise<RowLock> {
  const client = new pg.Client({ connectionString: postgres.url })
  client.on('error', () => {})
  await client.connect()
  await client.query('BEGIN')
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM "Delivery" WHERE "broadcastId" = $1 AND state = $2::"DeliveryState" ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [what.broadcastId, what.state, what.count],
  )
  const waiting = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid <> pg_backend_pid()`
  return {
    ids: rows.map(({ id }) => id),
    isWantedNow: async () => ((await client.query(waiting)).rowCount ?? 0) > 0,
    refuseThoseWaiting: async () => void (await client.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) w`)),
    async release() {
      await client.query('ROLLBACK')
      await client.end()
    },
  }
}
