import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Our styles and script, and htmx as its package brings it, below /static. */
export async function registerAssets(server: FastifyInstance): Promise<void> {
  const root = fileURLToPath(new URL('./public/', import.meta.url))
  await server.register(fastifyStatic, { root, prefix: '/static/', index: false, decorateReply: false })
  const htmx = dirname(createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'))
  const served = ['/htmx.min.js', '/ext/hx-sse.min.js']
  await server.register(fastifyStatic, {
    root: htmx,
    prefix: '/static/htmx/',
    index: false,
    decorateReply: false,
    maxAge: '1d',
    allowedPath: (path) => served.includes(path),
  })
}
