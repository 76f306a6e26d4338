import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { changeAccountSettings, switchAccount } from '../../../domain/accounts/change-account.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo } from '../../screen.ts'
import type { WebDeps } from '../../web-deps.ts'
import { readZaloSettings } from './zalo-settings.ts'

/** Turning an account on or off, and its single settings. */
export function registerChangeAccounts(server: FastifyInstance, deps: WebDeps): void {
  const administrators = { config: { requires: may.administer } }

  server.post('/accounts/:id/switches', administrators, async (request, reply) => {
    const { on, noteRead } = switchBody.parse(request.body)
    const turned = { accountId: idOf(request), on: on === 'yes', noteRead: noteRead === 'yes', by: staffOf(request) }
    await switchAccount(deps, turned)
    return goTo(reply, '/settings#accounts', turned.on ? 'account-on' : 'account-off')
  })

  server.post('/accounts/:id/settings', administrators, async (request, reply) => {
    const settings = readZaloSettings(request.body)
    await changeAccountSettings(deps, { accountId: idOf(request), settings, by: staffOf(request) })
    return goTo(reply, '/settings#accounts', 'settings-saved')
  })
}

const switchBody = z.object({ on: z.enum(['yes', 'no']), noteRead: z.literal('yes').optional() })
