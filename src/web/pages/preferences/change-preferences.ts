import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { locales } from '../../../texts.ts'
import { localPath } from '../../local-path.ts'
import { themes } from '../../view.ts'

/** Language and light of this browser, for signed-in and signed-out alike. */
export function registerPreferences(server: FastifyInstance): void {
  server.post('/preferences', async (request, reply) => {
    const { lang, theme, back } = body.parse(request.body)
    const yearOfSeconds = 31_536_000
    const kept = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: yearOfSeconds } as const
    if (lang) reply.setCookie('lang', lang, kept)
    if (theme) reply.setCookie('theme', theme, kept)
    return reply.redirect(localPath(back), 303)
  })
}

const body = z.object({
  lang: z.enum(locales).optional(),
  theme: z.enum(themes).optional(),
  back: z.string().max(2000).optional(),
})
