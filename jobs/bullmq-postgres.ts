import { createPostgresBackend, type PgPool, runMigrations, withBackend } from 'bullmq'
import pg from 'pg'
import type { Logger } from '../src/platform/logger.ts'
import { type Backend, queueOptions, restingCount, workerOptions } from './bullmq-backend.ts'

/** How many connections all queues share for adding, and how many each lane's worker holds: its pool and one that listens. */
export const sharedConnections = 3
const workerPoolConnections = 2
export const laneConnections = workerPoolConnections + 1

/** BullMQ in the schema `bullmq` of our own database. */
export async function createPostgresQueueBackend(databaseUrl: string, log: Logger): Promise<Backend> {
  await migrate(databaseUrl)
  const { Queue, Worker } = withBackend(createPostgresBackend)
  // Adding never waits for a job, so all queues may share one pool; a worker must have one of its own.
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: sharedConnections,
    keepAlive: true,
    options: '-c search_path=bullmq',
    connectionTimeoutMillis: 10_000,
  })
  // The two describe the same listeners with types that do not fit each other.
  const connection = pool as unknown as PgPool
  pool.on('error', (error) => log.warn({ error: error.message }, 'queue connection lost'))
  return {
    openQueue: (name) => new Queue(name, { connection, ...queueOptions }),
    openWorker: (name, process, options) =>
      new Worker(name, process, {
        connection: { connectionString: databaseUrl, max: workerPoolConnections },
        ...workerOptions,
        ...options,
      }),
    async rest(lane, forMs) {
      await pool.query(restStatement, [lane, restingCount, Date.now() + Math.ceil(forMs)])
    },
    async charge(lane, more, { max, duration }) {
      await pool.query(chargeStatement, [lane, more, max, duration, Date.now()])
    },
    async clockFell(byMs) {
      for (const statement of putBackStatements) await pool.query(statement, [byMs, Date.now()])
    },
    async check() {
      await pool.query('SELECT 1')
    },
    close: () => pool.end(),
  }
}

// On every later start the migrator only reads its own table: a few milliseconds.
async function migrate(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await runMigrations(client)
  } finally {
    await client.end()
  }
}

// The row that BullMQ's limiter reads: how many it let through in the window that ends at a moment of the callers' clocks.
const restStatement = `
  INSERT INTO bullmq.rate_limit AS r (queue, points, expire_at_ms) VALUES ($1, $2, $3)
  ON CONFLICT (queue) DO UPDATE SET points = $2, expire_at_ms = GREATEST(r.expire_at_ms, $3)`

const beyond = (count: string) =>
  `ceil(GREATEST(0, ${count} + $2::bigint - GREATEST(${count}, $3::bigint)) * $4::numeric / $3::bigint)`
const chargeStatement = `
  INSERT INTO bullmq.rate_limit AS r (queue, points, expire_at_ms) VALUES ($1, $2::bigint, $5::bigint + $4::bigint + ${beyond('0')})
  ON CONFLICT (queue) DO UPDATE SET
    points = CASE WHEN r.expire_at_ms <= $5::bigint THEN $2::bigint ELSE r.points + $2::bigint END,
    expire_at_ms = CASE WHEN r.expire_at_ms <= $5::bigint THEN $5::bigint + $4::bigint + ${beyond('0')}
      ELSE r.expire_at_ms + ${beyond('r.points')} END`

/**
 * Where BullMQ keeps moments of the callers' clocks. What lies less than half of the fall ahead was written by the right clock and
 * stays: a long rest is never shortened by more than the clock really fell.
 */
const putBackStatements = [
  'UPDATE bullmq.rate_limit SET expire_at_ms = expire_at_ms - $1::bigint WHERE expire_at_ms > $2::bigint + $1::bigint / 2',
  `UPDATE bullmq.job SET locked_until_ms = locked_until_ms - $1::bigint
    WHERE state = 'active' AND locked_until_ms > $2::bigint + $1::bigint / 2`,
  // When dead workers' jobs were looked for last.
  `DELETE FROM bullmq.meta WHERE field = 'stalled-check' AND value::bigint > $2::bigint + $1::bigint / 2`,
]
