import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ReporterEmail } from '../../../domain/reporters/email-address.ts'
import { removeEmail } from '../../../domain/reporters/remove-email.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo } from '../../screen.ts'
import { actionButton } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'

/** The desk takes away an address that fails, or that somebody asks to have removed. */
export function registerChangeEmails(server: FastifyInstance, deps: WebDeps): void {
  server.post('/reporters/:id/email-removals', { config: { requires: may.keepRoster } }, async (request, reply) => {
    const { organisationId } = staffOf(request)
    const { contactId } = z.object({ contactId: z.uuid() }).parse(request.body)
    await removeEmail(deps, { organisationId, reporterId: idOf(request), contactId })
    return goTo(reply, `/reporters/${idOf(request)}`, 'email-removed')
  })
}

/** The addresses of one person with how they stand; `keeps` may take them away. */
export function emailFacts(
  view: View,
  reporterId: string,
  emails: readonly ReporterEmail[],
  keeps: boolean,
): readonly (readonly [string, Html])[] {
  const { say } = view
  return emails.map(({ contactId, address, state }) => {
    const action = `/reporters/${reporterId}/email-removals`
    const remove = confirm(
      { label: say('email-roster-remove'), look: 'quiet' },
      html`<p>${say('email-roster-remove-note')}</p>${actionButton(view, { action, label: say('email-roster-remove-submit'), look: 'danger' }, { contactId })}`,
    )
    return [
      say('email-roster-address'),
      html`${address} <small class="soft">${say(`email-desk-${state}`)}</small> ${keeps ? remove : ''}`,
    ]
  })
}
