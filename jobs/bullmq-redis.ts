import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import type { Logger } from '../src/platform/logger.ts'
import { type Backend, queueOptions, workerOptions } from './bullmq-backend.ts'

/** BullMQ on Redis; `redisUrl` may be redis:// or rediss://, with user and password. */
export function createRedisQueueBackend(redisUrl: string, log: Logger): Backend {
  // BullMQ waits for the server as long as it takes, so commands must not give up on their own.
  const client = new Redis(redisUrl, { maxRetriesPerRequest: null })
  client.on('error', (error: Error) => log.warn({ error: error.message }, 'queue connection lost'))
  return {
    openQueue: (name) => new Queue(name, { connection: client, ...queueOptions }),
    openWorker: (name, process, options) =>
      new Worker(name, process, { connection: client, ...workerOptions, ...options }),
    async check() {
      await client.ping()
    },
    async close() {
      client.disconnect()
    },
  }
}
