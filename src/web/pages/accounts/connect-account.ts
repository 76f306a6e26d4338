import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { beginConsent } from '../../../domain/accounts/begin-consent.ts'
import { type ConsentOutcome, finishConsent } from '../../../domain/accounts/finish-consent.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { linkButton } from '../../ui/buttons.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'

export const consentPath = '/accounts/consent'

/** The way to the platform's page of consent and back, for administrators; only who began may finish, once. */
export function registerConnectAccount(server: FastifyInstance, deps: WebDeps): void {
  const administrators = { config: { requires: may.administer } }
  const { open } = deps.accounts

  server.post('/accounts/:id/consents', administrators, async (request, reply) => {
    const redirectUri = deps.publicUrl + consentPath
    const address = await beginConsent(deps, { accountId: idOf(request), open, redirectUri, by: staffOf(request) })
    const view = viewOf(deps, request, reply)
    // A form may lead to our own pages only, also by a redirect: so the page that it leads to goes on by itself.
    reply.header('refresh', `0; url=${address}`)
    const title = view.say('accounts-consent-going')
    const link = linkButton({ href: address, label: view.say('accounts-consent-go'), look: 'primary' })
    return sendScreen(view, reply, { title, body: html`${screenHead({ title })}<p>${link}</p>` })
  })

  server.get(consentPath, administrators, async (request, reply) => {
    const { state, code, oa_id: owner } = comeBack.parse(request.query)
    const outcome = await finishConsent(deps, { open, by: staffOf(request), state, code, owner })
    if (outcome.kind === 'granted') return goTo(reply, '/settings#accounts', 'account-consented')
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, { title: view.say('accounts-consent-failed'), body: failed(view, outcome) }, 422)
  })
}

const word = z.string().max(4000).optional()
const comeBack = z.object({ state: z.string().max(4000).default(''), code: word, oa_id: word })

function failed(view: View, outcome: ConsentOutcome): Html {
  const { say } = view
  const sentence = 'code' in outcome ? refusal(view, outcome) : say(`accounts-consent-${outcome.kind}`)
  return html`${screenHead({ title: say('accounts-consent-failed') })}${notice('bad', sentence)}<p>${linkButton({ href: '/settings#accounts', label: say('accounts-consent-back'), look: 'primary' })}</p>`
}

function refusal({ say }: View, { kind, code, channel }: Extract<ConsentOutcome, { readonly code: string }>): string {
  if (kind === 'unreachable') return say('accounts-consent-unreachable', { code })
  const known = channel === 'zalo' && zaloRefusals.has(code)
  return known ? say(`accounts-consent-zalo${code}`) : say('accounts-consent-refused', { code })
}

/** Those about which a person can do something definite. */
const zaloRefusals = new Set(['-14002', '-14003', '-14004', '-14005'])
