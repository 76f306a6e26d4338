import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import type { Logger } from '../src/platform/logger.ts'
import { type Backend, queueOptions, restingCount, workerOptions } from './bullmq-backend.ts'

/** BullMQ on Redis; `redisUrl` may be redis:// or rediss://, with user and password. */
export function createRedisQueueBackend(redisUrl: string, log: Logger): Backend {
  // BullMQ waits for the server as long as it takes, so commands must not give up on their own.
  const client = new Redis(redisUrl, { maxRetriesPerRequest: null, enableAutoPipelining: true })
  client.on('error', (error: Error) => log.warn({ error: error.message }, 'queue connection lost'))
  return {
    openQueue: (name) => new Queue(name, { connection: client, ...queueOptions }),
    openWorker: (name, process, options) =>
      new Worker(name, process, { connection: client, ...workerOptions, ...options }),
    async rest(lane, forMs) {
      await client.eval(restScript, 1, limiterKey(lane), Math.ceil(forMs), restingCount)
    },
    async charge(lane, more, { max, duration }) {
      await client.eval(chargeScript, 1, limiterKey(lane), more, max, duration)
    },
    async check() {
      await client.ping()
    },
    async close() {
      client.disconnect()
    },
  }
}

/** Where BullMQ keeps the window of a queue's limiter: how many it let through, for as long as the key lives. */
const limiterKey = (lane: string) => `bull:${lane}:limiter`

const restScript = `
  local ms = math.max(tonumber(ARGV[1]), redis.call('PTTL', KEYS[1]))
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ms)`

const chargeScript = `
  local more, max, duration = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  local count, left = tonumber(redis.call('GET', KEYS[1]) or 0), redis.call('PTTL', KEYS[1])
  if left <= 0 then count, left = 0, duration end
  local over = count + more - math.max(count, max)
  if over > 0 then left = left + math.ceil(over * duration / max) end
  -- A lane that rests counts up to a number that must stay as it is.
  if count < max then redis.call('SET', KEYS[1], string.format('%d', count + more), 'PX', left)
  else redis.call('PEXPIRE', KEYS[1], left) end`
