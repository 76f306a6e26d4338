import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askForEmail } from '../../../domain/reporters/ask-for-email.ts'
import type { ReporterEmail } from '../../../domain/reporters/email-address.ts'
import { findEmailAccount, findEmails } from '../../../domain/reporters/email-contacts.repository.ts'
import { removeEmail } from '../../../domain/reporters/remove-email.ts'
import type { DomainError } from '../../../platform/errors.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { pageNotFound } from '../../web.errors.ts'
import type { WebDeps } from '../../web-deps.ts'
import { doneNotice, sendPage } from './page-layout.ts'
import { doneSentence, goOn, type PageView, pageViewOf } from './page-view.ts'

/** Whether there is anything to see here: mails can be sent, or an address is kept. */
export const offersEmail = async (
  { db }: Pick<WebDeps, 'db'>,
  { organisation, reporter }: PageView,
): Promise<boolean> =>
  (await findEmailAccount(db, organisation.id)) !== undefined || (await findEmails(db, reporter.id)).length > 0

/** The addresses at which a reporter gets the link by mail: asked for here, confirmed by a mail, taken away here. */
export function registerReceiveByEmail(server: FastifyInstance, deps: WebDeps): void {
  server.get('/email', (request, reply) => show(request, reply))

  server.post('/email', async (request, reply) => {
    const view = pageViewOf(request)
    const { address } = typed.parse(request.body)
    const confirmUrl = (token: string) => `${deps.publicUrl}/p/email/${token}`
    const asked = await attempt(askForEmail(deps, { reporterId: view.reporter.id, address, confirmUrl }))
    if ('refused' in asked) return show(request, reply, { address, wrong: asked.refused })
    return goOn(view, reply, '/email', { done: 'email-asked' })
  })

  server.post('/email/removals', async (request, reply) => {
    const view = pageViewOf(request)
    const { contactId } = removal.parse(request.body)
    await removeEmail(deps, { organisationId: view.organisation.id, reporterId: view.reporter.id, contactId })
    return goOn(view, reply, '/email', { done: 'email-removed' })
  })

  async function show(request: FastifyRequest, reply: FastifyReply, refused?: Refused) {
    const view = pageViewOf(request)
    if (!(await offersEmail(deps, view))) throw pageNotFound()
    const emails = await findEmails(deps.db, view.reporter.id)
    const body = html`${doneNotice(doneSentence(view, request))}${askPart(view, refused)}${emails.length > 0 ? emailsPart(view, emails) : ''}`
    return sendPage(view, reply, { title: view.say('email-page-title'), body, place: 'me' }, refused ? 422 : 200)
  }
}

type Refused = { readonly address: string; readonly wrong: DomainError }

const typed = z.object({ address: z.string().max(400) })
const removal = z.object({ contactId: z.uuid() })

const askPart = (view: PageView, refused: Refused | undefined): Html =>
  html`<section class="card"><h1>${view.say('email-page-title')}</h1><p>${view.say('email-page-what', { issuer: view.organisation.name })}</p>
${form(view, { action: `${view.base}/email`, class: 'stack' }, [
  textField({
    name: 'address',
    label: view.say('email-page-address'),
    hint: view.say('email-page-hint'),
    error: refused && sentenceOf(view.say, refused.wrong),
    value: refused?.address,
    type: 'email',
    autocomplete: 'email',
    required: true,
    maxlength: 200,
  }),
  html`<div>${submitButton({ label: view.say('email-page-ask') })}</div>`,
])}</section>`

/** Each address in full: this is where its owner sees what is kept. */
function emailsPart(view: PageView, emails: readonly ReporterEmail[]): Html {
  const lines = emails.map(
    ({ contactId, address, state }) =>
      html`<li><span class="address">${address}</span><small>${view.say(`email-state-${state}`)}</small>${actionButton(view, { action: `${view.base}/email/removals`, label: view.say('email-page-remove') }, { contactId })}</li>`,
  )
  return html`<section class="card"><h2>${view.say('email-page-kept')}</h2><ul class="plain-list">${lines}</ul></section>`
}
