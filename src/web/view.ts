import type { FastifyReply, FastifyRequest } from 'fastify'
import type { StaffMember } from '../domain/staff/staff.ts'
import { type Locale, locales, type TextArguments } from '../texts.ts'
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
