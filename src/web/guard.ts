import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { allows, type Role, type StaffMember } from '../domain/staff/staff.ts'
import { isOpenRoute } from './open-routes.ts'
import type { Sessions } from './session.ts'
import { roleRefused } from './web.errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; always there on a route that is not open. */
    staff: StaffMember | undefined
    sessions: Sessions
  }
  interface FastifyInstance {
    /** Every route as it was registered, so that a test can try each door. */
    readonly routeList: readonly GuardedRoute[]
  }
  interface FastifyContextConfig {
    /** Which roles may use this route. Every route outside open-routes.ts must say so. */
    readonly requires?: readonly Role[]
    /** The route reads its multipart body itself and checks the form's token there (uploads.ts). */
    readonly upload?: boolean
  }
}

export type GuardedRoute = {
  readonly method: HTTPMethods
  readonly url: string
  readonly requires: readonly Role[]
}

/** Closes every route of the server to strangers, save the open list, and to staff of another role than it requires. */
export function guardRoutes(server: FastifyInstance, sessions: Sessions): void {
  server.decorateRequest('staff', undefined)
  server.decorateRequest('sessions', { getter: () => sessions })
  const list: GuardedRoute[] = []
  server.decorate('routeList', list)
  server.addHook('onRoute', ({ url, config, method }) => {
    for (const each of [method].flat()) list.push({ method: each, url, requires: config?.requires ?? [] })
    if (!isOpenRoute(url) && !config?.requires)
      throw new Error(`Route ${method} ${url} must say which roles it requires`)
  })
  server.addHook('onRequest', async (request, reply) => {
    const { url, config } = request.routeOptions
    request.staff = isOpenRoute(url) && url !== '/sign-in' ? undefined : await sessions.read(request)
    if (isOpenRoute(url)) return
    if (!request.staff) return askToSignIn(request, reply)
    if (config.requires && !allows(config.requires, request.staff.role)) throw roleRefused()
  })
}

/** The signed-in person of a guarded route. */
export function staffOf(request: FastifyRequest): StaffMember {
  if (!request.staff) throw new Error(`Route ${request.routeOptions.url} is open and has no staff`)
  return request.staff
}

function askToSignIn(request: FastifyRequest, reply: FastifyReply) {
  const next = request.method === 'GET' && request.url !== '/' ? `?next=${encodeURIComponent(request.url)}` : ''
  if (request.headers['hx-request']) return reply.code(401).header('HX-Redirect', '/sign-in').send('')
  return reply.redirect(`/sign-in${next}`, 303)
}
