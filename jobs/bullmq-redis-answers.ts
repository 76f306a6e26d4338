import { setTimeout as rest } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Logger } from '../src/platform/logger.ts'

/** A Redis that is only just starting is waited for this long; then whoever watches over us may start us again. */
const patienceMs = 15_000
const againMs = 1_000
const answerMs = 5_000

/** Asks Redis once before anything hangs on it. Throws with a sentence that names the variable, never the password. */
export async function awaitRedis(redisUrl: string, log: Logger, withinMs = patienceMs): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  for (let told = false; ; told = true) {
    const trouble = await ask(redisUrl, Math.min(answerMs, withinMs))
    if (!trouble) return
    const sentence = `REDIS_URL: ${sentenceFor(trouble, new URL(redisUrl))}`
    if (isLasting(trouble) || performance.now() > deadlineMs) throw new Error(sentence)
    if (!told) log.warn({ waitsMs: withinMs }, `${sentence} Waiting for it.`)
    await rest(againMs)
  }
}

type Trouble = { readonly code: string; readonly words: string }

/** What is wrong, by the first error of a connection of its own; undefined when it answers. */
async function ask(redisUrl: string, limitMs: number): Promise<Trouble | undefined> {
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    connectTimeout: limitMs,
    commandTimeout: limitMs,
  })
  // Told here alone: what a command says afterwards is only that the connection is closed.
  let first: Error | undefined
  client.on('error', (error: Error) => {
    first ??= error
  })
  try {
    await client.connect()
    await client.ping()
    return undefined
  } catch (error) {
    const cause = (first ?? error) as NodeJS.ErrnoException
    return { code: cause.code ?? '', words: cause.message }
  } finally {
    client.disconnect()
  }
}

const isRefusal = ({ words }: Trouble) => /WRONGPASS|NOAUTH|NOPERM|invalid password|without any password/i.test(words)
const isCertificate = ({ code }: Trouble) => /CERT|SIGNATURE|ALTNAME|SELF_SIGNED/.test(code)
/** What waiting cannot mend. */
const isLasting = (trouble: Trouble): boolean => isRefusal(trouble) || isCertificate(trouble)

function sentenceFor(trouble: Trouble, { host, protocol }: URL): string {
  if (isRefusal(trouble)) return `${host} refuses the user or the password.`
  if (isCertificate(trouble))
    return `the certificate of ${host} is not trusted (${trouble.code}); name its authority in NODE_EXTRA_CA_CERTS.`
  const words = trouble.code || trouble.words
  // A server without TLS waits for the rest of what it takes for a command.
  if (protocol === 'rediss:' && words === 'ETIMEDOUT')
    return `nobody answers at ${host} over TLS; is it the port for TLS?`
  return `no Redis answers at ${host} (${words}).`
}
