import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Call } from './calls.ts'
import type { SandboxFrame } from './frame.ts'

export type CallFacts = Pick<Call, 'channel' | 'method' | 'account' | 'recipient' | 'request'>

/** What a stand-in answers; `body` is sent as JSON, a string as HTML. */
export type StandInAnswer = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Whether something really happened (a message in the chat, a change). */
  readonly effect: boolean
  readonly messageIds?: readonly string[]
  readonly billedVnd?: number
}

const badGateway = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'

/**
 * Serves one call of a bot: obeys a scheduled fault, runs `work` and the log line in one transaction, answers.
 * `work` is synchronous, so that calls cannot interleave.
 */
export async function serveCall(
  frame: SandboxFrame,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  call: CallFacts,
  work: () => StandInAnswer,
): Promise<FastifyReply> {
  const failure = frame.faults.take(call)
  if (failure?.kind === 'delay') await wait(failure.ms)
  const before = failure && answerBefore(failure.kind === 'answer' ? failure : { kind: failure.kind })
  const answer = await frame.store.together(() => {
    const done = before ?? work()
    frame.calls.add({
      ...call,
      status: failure?.kind === 'html-502-after' ? 502 : failure?.kind === 'drop-after' ? 0 : done.status,
      answer: done.body,
      effect: done.effect,
      messageIds: done.messageIds ?? [],
      billedVnd: done.billedVnd ?? 0,
    })
    return done
  })
  if (failure?.kind === 'drop-before' || failure?.kind === 'drop-after') return reset(request, reply)
  if (failure?.kind === 'html-502-after') return reply.code(502).type('text/html').send(badGateway)
  return respond(reply, answer)
}

export function respond(reply: FastifyReply, answer: StandInAnswer): FastifyReply {
  reply.code(answer.status).headers(answer.headers ?? {})
  if (typeof answer.body === 'string') return reply.type('text/html').send(answer.body)
  return reply.type('application/json').send(JSON.stringify(answer.body))
}

function answerBefore(failure: {
  readonly kind: string
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
}): StandInAnswer | undefined {
  if (failure.kind === 'drop-before') return { status: 0, body: null, effect: false }
  if (failure.kind === 'html-502') return { status: 502, body: badGateway, effect: false }
  if (failure.kind !== 'answer') return undefined
  const { status = 500, body, headers } = failure
  return { status, body, effect: false, ...(headers ? { headers } : {}) }
}

function reset(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.resetAndDestroy()
  return reply
}
