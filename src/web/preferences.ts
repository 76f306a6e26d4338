import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { locales } from '../texts.ts'
import { themes } from './view.ts'

/** What a browser may ask for; anything else is as if nothing was asked. */
export const preferences = z.object({
  lang: z.enum(locales).optional().catch(undefined),
  theme: z.enum(themes).optional().catch(undefined),
})

/** Keeps the asked-for language and light in this browser for a year. */
export function keepPreferences(reply: FastifyReply, { lang, theme }: z.infer<typeof preferences>): void {
  const kept = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: yearInSeconds } as const
  if (lang) reply.setCookie('lang', lang, kept)
  if (theme) reply.setCookie('theme', theme, kept)
}

const yearInSeconds = 31_536_000
