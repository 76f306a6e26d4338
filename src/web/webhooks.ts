import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Channel, WebhookRequest } from '../channels/channel.ts'
import { keepUpdate } from '../domain/inbox/keep-update.ts'
import type { WebDeps } from './web-deps.ts'

/**
 * POST /webhooks/:channel: the platform's proof is checked over the bytes as they came, against each account of that channel.
 * The 200 goes out once every update is a row; a refusal tells the caller nothing. Several accounts may share one app and its proof:
 * whoever does not know its own address yet is asked last.
 */
export function registerWebhooks(server: FastifyInstance, deps: WebDeps): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 1_048_576 }, (_request, body, done) =>
    done(null, body),
  )
  // Saving the address in a platform's console may only look whether somebody answers; nothing is told or kept.
  server.get('/webhooks/:channel', async (_request, reply) => reply.code(200).send())
  server.post('/webhooks/:channel', async (request, reply) => {
    const { channel: name } = z.object({ channel: z.string().max(40) }).parse(request.params)
    const call = asItCame(request)
    let proven = false
    for (const channel of accountsOf(deps, name)) {
      const verdict = channel.verifyWebhook?.(call)
      if (!verdict || verdict.kind === 'refused') continue
      proven = true
      if (verdict.kind === 'ignored') continue
      for (const update of verdict.updates) await keepUpdate(deps, { accountId: channel.accountId, update })
      break
    }
    if (proven) return reply.code(200).send()
    deps.log.warn({ channel: name }, 'webhook refused')
    return reply.code(403).send()
  })
}

function accountsOf({ channels }: WebDeps, name: string) {
  const all = channels.listening().filter((each) => each.name === name)
  const isNew = ({ chatLink }: Channel) => chatLink !== undefined && chatLink() === undefined
  return [...all.filter((each) => !isNew(each)), ...all.filter(isNew)]
}

function asItCame(request: FastifyRequest): WebhookRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
  return { headers, body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) }
}
