import { prismaAdapter } from 'better-auth/adapters/prisma'
import { betterAuth } from 'better-auth/minimal'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { roles, type StaffMember } from '../domain/staff/staff.ts'
import { locales } from '../texts.ts'
import type { WebDeps } from './web-deps.ts'

/** Who is signed in, kept by better-auth; a disabled person has no session, whatever their cookie says. */
export type Sessions = {
  read(request: FastifyRequest): Promise<StaffMember | undefined>
  /** Sets the session's cookie; false when name or password are wrong, without saying which. */
  signIn(request: FastifyRequest, reply: FastifyReply, given: { email: string; password: string }): Promise<boolean>
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** False when the current password is wrong; every other session of the person ends with the old password. */
  changePassword(
    request: FastifyRequest,
    reply: FastifyReply,
    given: { readonly current: string; readonly next: string },
  ): Promise<boolean>
}

export function createSessions(deps: Pick<WebDeps, 'db' | 'keyring' | 'publicUrl' | 'log'>): Sessions {
  const auth = createAuth(deps)
  return {
    async read(request) {
      if (!request.headers.cookie?.includes(cookiePrefix)) return undefined
      const found = await auth.api.getSession({ headers: headersOf(request) })
      const staff = storedStaff.safeParse(found?.user)
      if (!staff.success || staff.data.disabledAt) return undefined
      const { id, organisationId, name, email, role, locale } = staff.data
      return { id, organisationId, name, email, role, locale }
    },
    async signIn(request, reply, { email, password }) {
      const body = { email: email.trim().toLowerCase(), password }
      const answer = await auth.api.signInEmail({ body, headers: headersOf(request), asResponse: true })
      if (!answer.ok) return false
      copyCookies(answer, reply)
      return true
    },
    async signOut(request, reply) {
      copyCookies(await auth.api.signOut({ headers: headersOf(request), asResponse: true }), reply)
    },
    async changePassword(request, reply, { current, next }) {
      const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true }
      const answer = await auth.api.changePassword({ body, headers: headersOf(request), asResponse: true })
      if (answer.ok) copyCookies(answer, reply)
      return answer.ok
    },
  }
}

const cookiePrefix = 'giaoban'

function createAuth({ db, keyring, publicUrl, log }: Pick<WebDeps, 'db' | 'keyring' | 'publicUrl' | 'log'>) {
  const kept = { input: false, required: false } as const
  return betterAuth({
    baseURL: publicUrl,
    secret: keyring.derive('staff-session').toString('base64url'),
    database: prismaAdapter(db, { provider: 'postgresql', transaction: true }),
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      additionalFields: {
        role: { type: 'string', ...kept },
        organisationId: { type: 'string', ...kept },
        locale: { type: 'string', ...kept },
        disabledAt: { type: 'date', ...kept },
        twoFactorEnabled: { type: 'boolean', ...kept },
      },
    },
    session: { expiresIn: 12 * 3600, updateAge: 3600, cookieCache: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            const user = await db.user.findUnique({ where: { id: userId }, select: { disabledAt: true } })
            return user !== null && user.disabledAt === null
          },
        },
      },
    },
    // Our own limit on the sign-in form does this; better-auth's would trust a header.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    logger: { log: (level, message) => (level === 'error' ? log.error({ from: 'better-auth' }, message) : undefined) },
  })
}

const storedStaff = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  organisationId: z.uuid(),
  locale: z.enum(locales).catch('vi'),
  disabledAt: z.date().nullish(),
})

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  if (request.headers.cookie) headers.set('cookie', request.headers.cookie)
  if (request.headers['user-agent']) headers.set('user-agent', request.headers['user-agent'])
  return headers
}

function copyCookies(answer: Response, reply: FastifyReply): void {
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
}
