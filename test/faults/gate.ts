import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** How far a call has come on its way between worker and stand-in. */
export type CallPhase = 'written' | 'accepted' | 'cut' | 'answered'
export type GateCall = { readonly recipient: string; readonly words: string; phase: CallPhase }

/**
 * Stands between worker and stand-in and can hold calls on their way there, and answers on their way back; so a moment that
 * otherwise lasts a millisecond lasts as long as a trial needs, and nothing of it is built into the product.
 */
export type Gate = {
  readonly port: number
  hold(what: 'calls' | 'answers'): void
  /** Lets everything go on: calls to the stand-in, answers back. */
  release(): void
  /** What is held will never arrive. */
  discard(): void
  /** From now on, so many messages are accepted and the connection is cut instead of an answer. */
  cutAfterAcceptance(count: number): void
  /** The messages written since the last `forget`, oldest first. */
  calls(): readonly GateCall[]
  /** Begins anew: what was seen and what was to be cut is over. */
  forget(): void
  /** Calls of which something is still on its way. */
  underWay(): number
  close(): Promise<void>
}

const isMessage = (url: string) => /\/bot[^/]+\/send\w+$/.test(url)

export async function openGate(farPort: number): Promise<Gate> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  let held: 'calls' | 'answers' | undefined
  let cuts = 0
  let running = 0
  let seen: GateCall[] = []
  const waiting: ((goOn: boolean) => void)[] = []
  const passing = (what: 'calls' | 'answers') =>
    held === what ? new Promise<boolean>((resolve) => waiting.push(resolve)) : Promise.resolve(true)
  const end = (goOn: boolean) => {
    held = undefined
    for (const tell of waiting.splice(0)) tell(goOn)
  }

  async function pass(near: IncomingMessage, back: ServerResponse): Promise<void> {
    const body = await bytesOf(near)
    if (!isMessage(near.url ?? '')) return answer(back, await forward(near, body))
    const call: GateCall = { ...readCall(body), phase: 'written' }
    seen.push(call)
    if (!(await passing('calls'))) return void back.destroy()
    const answered = await forward(near, body)
    call.phase = 'accepted'
    if (cuts > 0) {
      cuts -= 1
      call.phase = 'cut'
      return void near.socket.resetAndDestroy()
    }
    if (!(await passing('answers')) || back.destroyed) return void back.destroy()
    answer(back, answered)
    call.phase = 'answered'
  }

  function forward(near: IncomingMessage, body: Buffer): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const { method, url: path, headers } = near
      const far = request({ agent, host: '127.0.0.1', port: farPort, method, path, headers }, (reply) => {
        bytesOf(reply).then((bytes) => resolve({ reply, bytes }), reject)
      })
      far.on('error', reject)
      far.end(body)
    })
  }

  const server = createServer((near, back) => {
    running += 1
    pass(near, back)
      .catch(() => back.destroy())
      .finally(() => {
        running -= 1
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = server.address()
  return {
    port: typeof place === 'object' && place ? place.port : 0,
    hold(what) {
      held = what
    },
    release: () => end(true),
    discard: () => end(false),
    cutAfterAcceptance(count) {
      cuts = count
    },
    calls: () => seen,
    forget() {
      seen = []
      cuts = 0
    },
    underWay: () => running,
    async close() {
      end(false)
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Answered = { readonly reply: IncomingMessage; readonly bytes: Buffer }

function answer(back: ServerResponse, { reply, bytes }: Answered): void {
  const { connection: _hop, 'transfer-encoding': _coding, ...headers } = reply.headers
  back.writeHead(reply.statusCode ?? 502, { ...headers, 'content-length': bytes.length })
  back.end(bytes)
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function readCall(body: Buffer): { readonly recipient: string; readonly words: string } {
  const words = body.toString('utf8')
  try {
    const { chat_id } = JSON.parse(words) as { chat_id?: unknown }
    return { recipient: String(chat_id), words }
  } catch {
    return { recipient: /name="chat_id"\s+(\d+)/.exec(words)?.[1] ?? '', words }
  }
}
