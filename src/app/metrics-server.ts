import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mayReadMetrics } from '../platform/metrics-access.ts'

export type MetricsServer = { readonly address: string; close(): Promise<void> }

export type MetricsServing = {
  readonly host: string
  readonly port: number
  readonly token: string | undefined
  text(): Promise<{ readonly type: string; readonly body: string }>
  health(): Promise<{ readonly database: 'ok' | 'failing'; readonly queue: 'ok' | 'failing' }>
}

/** What a worker answers, which has no web: GET /metrics, and GET /healthz for whoever watches over it. */
export async function openMetricsServer({ host, port, token, text, health }: MetricsServing): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const path = request.method === 'GET' ? request.url?.split('?')[0] : undefined
    const answering = async () => {
      if (path === '/healthz') {
        const { database, queue } = await health()
        const able = database === 'ok' && queue === 'ok'
        return answer(response, able ? 200 : 503, 'application/json', JSON.stringify({ database, queue }))
      }
      if (path !== '/metrics') return answer(response, 404, 'text/plain', '')
      if (!mayReadMetrics(request, token)) return answer(response, 403, 'text/plain', '')
      const { type, body } = await text()
      answer(response, 200, type, body)
    }
    answering().catch(() => answer(response, 500, 'text/plain', ''))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `METRICS_PORT ${port} on HOST ${host} is taken by another program; each worker needs one of its own.`
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error)
    })
    server.listen(port, host, resolve)
  })
  const { port: opened } = server.address() as AddressInfo
  return {
    address: `http://${host}:${opened}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) return void response.end()
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}
