import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A Telegram that only watches: it takes everything, and knows what came when and how many asked for updates at once. */
export type TelegramWitness = {
  readonly root: string
  readonly arrived: readonly { readonly chat: string; readonly text: string; readonly atMs: number }[]
  /** The most that ever polled at the same time. */
  readonly mostPollers: number
  readonly polls: number
  /** Somebody writes to the bot; whoever polls hears it. */
  says(userId: number, text: string): void
  /** From now on sendMessage is heard and never answered. */
  hang(): void
  close(): Promise<void>
}

export async function openTelegramWitness(): Promise<TelegramWitness> {
  const arrived: { chat: string; text: string; atMs: number }[] = []
  const updates: { update_id: number; message: object }[] = []
  const polling = new Set<() => void>()
  const seen = { mostPollers: 0, polls: 0, hangs: false, updateId: 1_000 }

  const poll = ({ offset = 0, timeout = 0 }: { offset?: number; timeout?: number }, response: ServerResponse) => {
    const give = () => {
      clearTimeout(timer)
      polling.delete(give)
      if (!response.destroyed) answer(response, fresh())
    }
    const fresh = () => updates.filter((each) => each.update_id >= offset)
    const timer = setTimeout(give, timeout * 1_000)
    polling.add(give)
    response.on('close', () => {
      clearTimeout(timer)
      polling.delete(give)
    })
    seen.polls += 1
    seen.mostPollers = Math.max(seen.mostPollers, polling.size)
    if (fresh().length > 0) give()
  }

  const server = createServer((request, response) => {
    const method = request.url?.split('/').at(-1)?.split('?')[0]
    void bodyOf(request).then((body) => {
      if (method === 'getUpdates') return poll(body, response)
      if (method === 'getMe')
        return answer(response, { id: 7_400_000_001, is_bot: true, first_name: 'Giao Ban', username: 'giaoban_bot' })
      if (method === 'getWebhookInfo') return answer(response, { url: '', pending_update_count: 0 })
      if (method !== 'sendMessage') return answer(response, true)
      const { chat_id, text } = body as { readonly chat_id?: unknown; readonly text?: string }
      arrived.push({ chat: String(chat_id), text: text ?? '', atMs: performance.now() })
      if (seen.hangs) return
      const chat = { id: Number(chat_id), type: 'private' }
      answer(response, { message_id: arrived.length, date: Math.floor(Date.now() / 1_000), chat, text })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    get mostPollers() {
      return seen.mostPollers
    },
    get polls() {
      return seen.polls
    },
    says(userId, text) {
      seen.updateId += 1
      const from = { id: userId, is_bot: false, first_name: 'An' }
      const message = { message_id: seen.updateId, date: Math.floor(Date.now() / 1_000), text, from }
      updates.push({ update_id: seen.updateId, message: { ...message, chat: { id: userId, type: 'private' } } })
      for (const give of [...polling]) give()
    },
    hang() {
      seen.hangs = true
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function answer(response: ServerResponse, result: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ ok: true, result }))
}

async function bodyOf(request: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text.startsWith('{') ? JSON.parse(text) : {}
}
