import type { FastifyReply, FastifyRequest } from 'fastify'
import type { StaffMember } from '../domain/staff/staff.ts'
import { type Locale, locales, type TextArguments } from '../texts.ts'
import type { Html } from './ui/html.ts'
import { layout } from './ui/layout.ts'
import type { WebDeps } from './web-deps.ts'

/** Everything a screen's view may know of the request that asked for it. */
export type View = {
  readonly locale: Locale
  say(key: string, args?: TextArguments): string
  readonly staff: StaffMember | undefined
  readonly theme: Theme
  /** The address asked for, to mark the place in the navigation and to come back to. */
  readonly path: string
  readonly timeZone: string
  readonly now: Date
  readonly demo: boolean
  /** The token that every form carries; asking for it sets the cookie it belongs to. */
  csrf(): string
  /** A sentence left by the request before, shown once. */
  readonly toast: string | undefined
}

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export function viewOf(deps: WebDeps, request: FastifyRequest, reply: FastifyReply): View {
  const { lang, theme, toast } = request.cookies
  const locale = locales.find((each) => each === lang) ?? request.staff?.locale ?? 'vi'
  const said = toast && deps.texts.keys(locale).includes(`web-done-${toast}`) ? `web-done-${toast}` : undefined
  if (toast) reply.clearCookie('toast', { path: '/' })
  let token: string | undefined
  return {
    locale,
    say: (key, args) => deps.say(locale, key, args),
    staff: request.staff,
    theme: themes.find((each) => each === theme) ?? 'auto',
    path: request.url,
    timeZone: deps.timeZone,
    now: deps.clock.now(),
    demo: deps.demo !== undefined,
    csrf: () => {
      token ??= reply.generateCsrf()
      return token
    },
    toast: said && deps.say(locale, said),
  }
}

export type Screen = { readonly title: string; readonly body: Html; readonly wide?: boolean }

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
