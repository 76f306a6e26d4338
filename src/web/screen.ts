import type { FastifyReply } from 'fastify'
import { layout, type Screen } from './ui/layout.ts'
import type { View } from './view.ts'

/** Sends one whole screen in the console's frame. htmx requests get the same and pick their part of it. */
export function sendScreen(view: View, reply: FastifyReply, screen: Screen, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(layout(view, screen).toString())
}

/** Goes on to another screen after a POST, where `done` is said once: the Fluent key web-done-<done>. */
export function goTo(reply: FastifyReply, path: string, done?: string): FastifyReply {
  if (done) reply.setCookie('toast', done, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 20 })
  return reply.redirect(path, 303)
}
