import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { may } from '../../../domain/staff/staff.ts'
import { localPath } from '../../local-path.ts'
import { keepPreferences, preferences } from '../../preferences.ts'

/** Language and light of this browser; before the sign-in its own page does it. */
export function registerPreferences(server: FastifyInstance): void {
  server.post('/preferences', { config: { requires: may.read } }, async (request, reply) => {
    const { back, ...wanted } = body.parse(request.body)
    keepPreferences(reply, wanted)
    return reply.redirect(localPath(back), 303)
  })
}

const body = preferences.extend({ back: z.string().max(2000).optional() })
