import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addOffice } from '../../../domain/reporters/add-office.ts'
import { addOutlet } from '../../../domain/reporters/add-outlet.ts'
import { addReporter } from '../../../domain/reporters/add-reporter.ts'
import { findEmailAccount } from '../../../domain/reporters/email-contacts.repository.ts'
import { listOutlets, listReporters } from '../../../domain/reporters/list-reporters.ts'
import { listJoinRequests } from '../../../domain/reporters/request-to-join.ts'
import { allows, may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { html } from '../../ui/html.ts'
import { screenHead } from '../../ui/sections.ts'
import { viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { joinRequestPanel } from './join-request-panel.ts'
import { addPanel, rosterPanel, type TypedRoster } from './roster-panels.ts'

/** Outlets and their reporters, who asks to join, and the forms that add to both. */
export function registerListRoster(server: FastifyInstance, deps: WebDeps): void {
  const keepers = { config: { requires: may.keepRoster } }

  server.get('/roster', { config: { requires: may.read } }, (request, reply) => show(request, reply))

  server.post('/outlets', keepers, async (request, reply) => {
    const { name, kind, email } = outletBody.parse(request.body)
    const { id: by, organisationId } = staffOf(request)
    const added = await attempt(addOutlet(deps, { organisationId, name, kind, by, ...(email ? { email } : {}) }))
    if ('value' in added) return goTo(reply, '/roster', 'outlet-added')
    return show(request, reply, { outlet: { name, kind, email }, wrong: added.refused })
  })

  server.post('/reporters', keepers, async (request, reply) => {
    const { fullName, outletId, email, phone } = reporterBody.parse(request.body)
    const { id: by, organisationId } = staffOf(request)
    const optional = { ...(email ? { email } : {}), ...(phone ? { phone } : {}) }
    const added = await attempt(addReporter(deps, { organisationId, fullName, outletId, by, ...optional }))
    if ('value' in added) return goTo(reply, `/reporters/${added.value}`, 'reporter-added')
    return show(request, reply, { reporter: { fullName, outletId, email, phone }, wrong: added.refused })
  })

  server.post('/offices', keepers, async (request, reply) => {
    const office = officeBody.parse(request.body)
    const { id: by, organisationId } = staffOf(request)
    const added = await attempt(addOffice(deps, { ...office, organisationId, by }))
    if ('value' in added) return goTo(reply, `/reporters/${added.value}`, 'office-added')
    return show(request, reply, { office, wrong: added.refused })
  })

  async function show(request: FastifyRequest, reply: FastifyReply, refused?: TypedRoster) {
    const { organisationId, role } = staffOf(request)
    const view = viewOf(deps, request, reply)
    const reporters = await listReporters(deps, organisationId)
    const outlets = await listOutlets(deps, organisationId)
    const keeps = allows(may.keepRoster, role)
    const email = keeps && (await findEmailAccount(deps.db, organisationId)) !== undefined
    const waiting = keeps ? await listJoinRequests(deps, organisationId) : []
    const title = view.say('pages-roster-title')
    const below = view.say('pages-roster-lead', { reporters: reporters.length, outlets: outlets.length })
    const wrong = refused && sentenceOf(view.say, refused.wrong)
    const body = html`${screenHead({ title, below })}
${waiting.length > 0 ? joinRequestPanel(view, waiting, outlets, reporters) : ''}
${keeps ? addPanel(view, { outlets, email }, refused, wrong) : ''}
${rosterPanel(view, outlets, reporters)}`
    return sendScreen(view, reply, { title, body }, refused ? 422 : 200)
  }
}

const word = z.string().max(400).default('')
const outletBody = z.object({ name: word, kind: word, email: word })
const officeBody = z.object({ outletId: word, name: word, address: word, document: word })
const reporterBody = z.object({ fullName: word, outletId: word, email: word, phone: word })
