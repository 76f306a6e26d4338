import type { FastifyPluginAsync } from 'fastify'
import { controlRoutes } from './control.ts'
import { createMailStandIn, type MailStandIn } from './email/mail-stand-in.ts'
import { createFrame, type SandboxFrame, type SandboxOptions } from './frame.ts'
import { phonesRoutes } from './phones/phones.ts'
import { createTelegramStandIn, type TelegramStandIn } from './telegram/telegram.ts'
import { createZaloStandIn, type ZaloStandIn } from './zalo/zalo-stand-in.ts'

/** Stand-ins for the platforms over real HTTP; `routes` may be mounted under any prefix. */
export type Sandbox = SandboxFrame & {
  readonly routes: FastifyPluginAsync
  readonly telegram: TelegramStandIn
  readonly zalo: ZaloStandIn
  readonly email: MailStandIn
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const frame = createFrame(options)
  const telegram = createTelegramStandIn(frame)
  const zalo = createZaloStandIn(frame)
  const email = createMailStandIn(frame)
  const phones = phonesRoutes({ frame, telegram, zalo, email })
  const routes: FastifyPluginAsync = async (server) => {
    // Waiting polls are answered first, or the server would wait for them.
    server.addHook('preClose', async () => frame.settle())
    await server.register(controlRoutes(frame), { prefix: '/control' })
    await server.register(telegram.controlRoutes, { prefix: '/control/telegram' })
    await server.register(telegram.apiRoutes, { prefix: '/telegram' })
    await server.register(zalo.controlRoutes, { prefix: '/control/zalo' })
    await server.register(zalo.apiRoutes, { prefix: '/zalo' })
    await server.register(email.controlRoutes, { prefix: '/control/email' })
    await server.register(phones)
  }
  return { ...frame, routes, telegram, zalo, email }
}
