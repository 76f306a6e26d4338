import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { changePhone, maskedPhoneOf, revealPhone } from '../../../domain/reporters/change-phone.ts'
import { decideJoinRequest } from '../../../domain/reporters/decide-join-request.ts'
import { findEmails } from '../../../domain/reporters/email-contacts.repository.ts'
import { issuePageLink } from '../../../domain/reporters/issue-page-link.ts'
import { issueRegistrationCode } from '../../../domain/reporters/issue-registration-code.ts'
import { listReporters } from '../../../domain/reporters/list-reporters.ts'
import type { ListedReporter } from '../../../domain/reporters/reporter.ts'
import { reporterNotFound } from '../../../domain/reporters/reporters.errors.ts'
import { revokePageLinks } from '../../../domain/reporters/revoke-page-links.ts'
import { allows, may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { moment } from '../../moments.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { actionButton } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, facts, panel, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { surfaceOf } from '../broadcasts/broadcast-words.ts'
import { emailFacts } from './change-emails.ts'
import { codePanel, linkPanel } from './handed-out.ts'
import { phonePanel, type ShownPhone } from './phone-panel.ts'
import { lastHeard, reachOf, reporterChip } from './roster-panels.ts'

/** One person of the roster: where they are reached, and what the desk hands them to get in. */
export function registerReadReporter(server: FastifyInstance, deps: WebDeps): void {
  const keepers = { config: { requires: may.keepRoster } }

  server.get('/reporters/:id', { config: { requires: may.read } }, (request, reply) => show(request, reply))

  // Code and link are secrets that we do not keep: they are shown in the answer itself, once.
  server.post('/reporters/:id/registration-codes', keepers, async (request, reply) => {
    const issued = await issueRegistrationCode(deps, whose(request))
    return show(request, reply, await codePanel(viewOf(deps, request, reply), issued))
  })
  server.post('/reporters/:id/page-links', keepers, async (request, reply) => {
    const { url } = await issuePageLink(deps, whose(request))
    return show(request, reply, await linkPanel(viewOf(deps, request, reply), url))
  })
  server.post('/reporters/:id/page-link-revocations', keepers, async (request, reply) => {
    await revokePageLinks(deps, whose(request))
    return goTo(reply, `/reporters/${idOf(request)}`, 'page-links-revoked')
  })
  server.post('/reporters/:id/phone', keepers, async (request, reply) => {
    const { phone: typed } = phoneBody.parse(request.body)
    const changed = await attempt(changePhone(deps, { ...whose(request), typed }))
    if ('value' in changed) return goTo(reply, `/reporters/${idOf(request)}#phone`, 'phone-changed')
    const wrong = sentenceOf(viewOf(deps, request, reply).say, changed.refused)
    return show(request, reply, '', { refused: { typed, wrong } })
  })
  server.post('/reporters/:id/phone-views', keepers, async (request, reply) => {
    const revealed = await revealPhone(deps, whose(request))
    return show(request, reply, '', revealed === undefined ? {} : { revealed })
  })
  server.post('/join-requests/:id/decisions', keepers, async (request, reply) => {
    const { organisationId, id: by } = staffOf(request)
    const decision = decisionBody.parse(request.body)
    const { reporterId } = await decideJoinRequest(deps, { organisationId, id: idOf(request), decision, by })
    return goTo(reply, '/roster', reporterId ? 'join-approved' : 'join-refused')
  })

  const whose = (request: FastifyRequest) => {
    const { organisationId, id: by } = staffOf(request)
    return { organisationId, reporterId: idOf(request), by }
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    handedOut: Html | '' = '',
    phone: Omit<ShownPhone, 'masked'> = {},
  ) {
    const { organisationId, role } = staffOf(request)
    const id = idOf(request)
    const reporter = (await listReporters(deps, organisationId)).find((each) => each.id === id)
    if (!reporter) throw reporterNotFound()
    const view = viewOf(deps, request, reply)
    const keeps = allows(may.keepRoster, role) && reporter.state !== 'left'
    const numbers = keeps ? phonePanel(view, reporter, { ...phone, masked: await maskedPhoneOf(deps, id) }) : ''
    const body = html`${reporterHead(view, reporter)}${handedOut}${aboutPanel(view, reporter, { emails: emailFacts(view, id, await findEmails(deps.db, id), keeps), keeps })}${numbers}${keeps ? accessPanel(view, reporter) : ''}`
    return sendScreen(view, reply, { title: reporter.fullName, body }, phone.refused ? 422 : 200)
  }
}

const phoneBody = z.object({ phone: z.string().max(60).default('') })
const decisionBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('existing'), reporterId: z.uuid() }),
  z.object({ kind: z.literal('new'), outletId: z.uuid(), fullName: z.string().max(120) }),
  z.object({ kind: z.literal('refuse') }),
])

const reporterHead = (view: View, { fullName, outlet, state }: ListedReporter): Html =>
  screenHead({
    title: fullName,
    above: html`<a href="/roster">${view.say('pages-roster-title')}</a> · ${outlet.name}`,
    below: reporterChip(view, state),
  })

/** What a panel of its own or a fact further down says better is left out. */
function aboutPanel(
  view: View,
  reporter: ListedReporter,
  { emails, keeps }: { readonly emails: ReturnType<typeof emailFacts>; readonly keeps: boolean },
): Html {
  const { say } = view
  const heard = reporter.chats.filter(({ channel }) => channel !== 'email')
  const chats = heard.map(
    ({ channel, lastInteractionAt }) =>
      [
        say('pages-roster-last-heard', { surface: surfaceOf(view, channel) }),
        lastHeard(view, lastInteractionAt),
      ] as const,
  )
  return panel(
    { title: say('pages-roster-about') },
    facts([
      [say('pages-roster-reach'), reachOf(view, reporter)],
      ...(keeps ? [] : [[say('pages-roster-phone'), say(`pages-roster-phone-${reporter.phone}`)] as const]),
      ...(reporter.email || emails.length === 0 ? [[say('pages-roster-email'), reporter.email ?? '–'] as const] : []),
      [
        say('pages-roster-page'),
        reporter.pageSince
          ? html`${say('pages-roster-page-since')} ${moment(view, reporter.pageSince)}`
          : say('pages-roster-page-none'),
      ],
      ...chats,
      ...emails,
    ]),
  )
}

function accessPanel(view: View, { id, pageSince }: ListedReporter): Html {
  const { say } = view
  const code = actionButton(view, {
    action: `/reporters/${id}/registration-codes`,
    label: say('pages-roster-issue-code'),
    look: 'primary',
  })
  const link = actionButton(view, { action: `/reporters/${id}/page-links`, label: say('pages-roster-issue-link') })
  const revoke = confirm(
    { label: say('pages-roster-revoke'), look: 'quiet' },
    html`<p>${say('pages-roster-revoke-note')}</p>${actionButton(view, { action: `/reporters/${id}/page-link-revocations`, label: say('pages-roster-revoke-submit'), look: 'danger' })}`,
  )
  return panel(
    { title: say('pages-roster-access'), note: say('pages-roster-access-note') },
    html`<div class="row">${code}${link}${pageSince ? revoke : ''}</div>`,
  )
}
