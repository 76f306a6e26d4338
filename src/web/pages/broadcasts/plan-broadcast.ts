import type { FastifyInstance } from 'fastify'
import { type Hold, holdOf } from '../../../domain/broadcasts/hold.ts'
import { type Plan, planBroadcast } from '../../../domain/broadcasts/plan-broadcast.ts'
import { startBroadcast } from '../../../domain/broadcasts/start-broadcast.ts'
import type { OrganisationSettings } from '../../../domain/organisations/organisation.ts'
import { loadOrganisation } from '../../../domain/organisations/organisations.repository.ts'
import type { Publication } from '../../../domain/publications/publication.ts'
import { readPublication } from '../../../domain/publications/read-publications.ts'
import { schedulePublication } from '../../../domain/schedules/schedule-publication.ts'
import { findActiveSchedule } from '../../../domain/schedules/schedules.repository.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { linkButton } from '../../ui/buttons.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, notice, panel, screenHead } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { audienceOf, titleOf } from '../publications/publication-words.ts'
import { dong, duration, grouped, kindOfMessage, surfaceOf } from './broadcast-words.ts'
import { ruleOf, sendWhenBody, sendWhenForm, type TypedWhen } from './send-when.ts'

/** Who would get it how, what it costs, and who cannot and why; then the button that sends. */
export function registerPlanBroadcast(server: FastifyInstance, deps: WebDeps): void {
  server.get('/publications/:id/plan', { config: { requires: may.send } }, async (request, reply) => {
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, await planScreen(view, whose(request)))
  })

  server.post('/publications/:id/broadcasts', { config: { requires: may.send } }, async (request, reply) => {
    const typed = sendWhenBody.parse(request.body ?? {})
    const sending = { ...whose(request), by: staffOf(request) }
    const begun =
      typed.when === 'now'
        ? await attempt(startBroadcast(deps, sending))
        : await attempt(schedulePublication(deps, { ...sending, rule: ruleOf(typed, deps.timeZone) }))
    if ('value' in begun)
      return typeof begun.value === 'string'
        ? goTo(reply, `/broadcasts/${begun.value}`, 'broadcast-started')
        : goTo(reply, `/publications/${sending.publicationId}#schedules`, 'schedule-added')
    const { kind } = begun.refused
    if (kind === 'not-found') throw begun.refused
    const view = viewOf(deps, request, reply)
    const refused = { typed, wrong: sentenceOf(view.say, begun.refused) }
    return sendScreen(view, reply, await planScreen(view, whose(request), refused), kind === 'invalid' ? 422 : 409)
  })

  const whose = (request: Parameters<typeof idOf>[0]) => ({
    publicationId: idOf(request),
    organisationId: staffOf(request).organisationId,
  })

  async function planScreen(view: View, ids: ReturnType<typeof whose>, refused?: Refused) {
    const { publication } = await readPublication(deps, ids)
    const plan = await planBroadcast(deps, ids)
    const title = view.say('pages-broadcasts-plan-title')
    const { settings } = await loadOrganisation(deps.db, ids.organisationId)
    const pressed = { kind: 'publication', createdAt: view.now, scheduleId: null, urgentAgreedBy: null } as const
    const hold = holdOf(pressed, { ...settings, timeZone: deps.timeZone }, view.now)
    const scheduled = (await findActiveSchedule(deps.db, ids.publicationId)) !== undefined
    return { title, body: planBody(view, publication, { ...plan, settings, hold, scheduled }, refused) }
  }
}

type Refused = { readonly typed: TypedWhen; readonly wrong: string }
type Shown = Plan & {
  readonly settings: OrganisationSettings
  /** What would hold it, were it sent at this moment. */
  readonly hold: Hold | undefined
  readonly scheduled: boolean
}

function planBody(view: View, publication: Publication, plan: Shown, refused?: Refused): Html {
  const { say } = view
  const { id } = publication
  const reached = plan.audience - plan.cannot.length
  // Who asked for no messages is not called instead.
  const stopped = plan.cannot.filter(({ reason }) => reason === 'stopped')
  const toCall = plan.cannot.filter(({ reason }) => reason !== 'stopped')
  const head = screenHead({
    title: say('pages-broadcasts-plan-title'),
    above: html`<a href="/publications/${id}">${titleOf(view, publication)}</a>`,
    below: html`${say('pages-publications-audience')}: ${audienceOf(view, publication.audience)}`,
  })
  const only = plan.sentBefore ? notice('calm', say('pages-schedules-only-monthly')) : ''
  const there = linkButton({ href: `/publications/${id}#schedules`, label: say('pages-schedules-there-open') })
  const why = whyNot(plan, publication, reached)
  const back = linkButton({ href: `/publications/${id}`, label: say('web-cancel'), look: 'quiet' })
  const send = why
    ? html`${notice('warn', say(why))}<div class="actions">${plan.scheduled ? there : ''}${back}</div>`
    : html`${only}${sendWhenForm(view, { ...plan, publicationId: id, reached, back, typed: refused?.typed })}`
  return html`${head}${refused ? notice('bad', refused.wrong) : ''}
<p class="equation"><span><b>${grouped(view, plan.audience)}</b> ${say('pages-broadcasts-audience')}</span> = <span><b>${grouped(view, reached)}</b> ${say('pages-broadcasts-reached')}</span> + <span><b>${grouped(view, plan.cannot.length)}</b> ${say('pages-broadcasts-not-reached')}</span></p>
${panel({ title: say('pages-broadcasts-how') }, [groupTable(view, plan), totals(view, plan)])}
${panel({ title: say('pages-schedules-plan-title'), id: 'when' }, send)}
${toCall.length > 0 ? panel({ title: say('pages-broadcasts-cannot'), note: say('pages-broadcasts-cannot-note') }, cannotTable(view, toCall)) : ''}
${stopped.length > 0 ? panel({ title: say('pages-broadcasts-stopped-people'), note: say('pages-broadcasts-stopped-people-note') }, cannotTable(view, stopped)) : ''}`
}

function whyNot(
  { scheduled }: Shown,
  { state, recalledAt, replacedBy }: Publication,
  reached: number,
): string | undefined {
  if (state !== 'released') return 'pages-broadcasts-not-released'
  if (recalledAt) return 'error-publication-recalled'
  if (replacedBy) return 'error-publication-corrected'
  if (scheduled) return 'pages-schedules-there-already'
  return reached === 0 ? 'pages-broadcasts-nobody' : undefined
}

function groupTable(view: View, plan: Plan): Html {
  const { say } = view
  if (plan.groups.length === 0) return emptyState(say('pages-broadcasts-nobody'))
  const columns = ['surface', 'kind', 'count', 'cost'].map((each) => say(`pages-broadcasts-column-${each}`))
  const rows = plan.groups.map(({ surface, messageKind, count, costVnd }) => [
    surfaceOf(view, surface),
    kindOfMessage(view, messageKind, surface),
    html`<span class="number">${grouped(view, count)}</span>`,
    html`<span class="number">${costVnd === 0 ? say('pages-broadcasts-free') : dong(view, costVnd)}</span>`,
  ])
  return table(columns, rows)
}

const totals = (view: View, { costVnd, expectedMs }: Plan): Html =>
  html`<p class="totals">${view.say('pages-broadcasts-total-cost')}: <strong class="number">${dong(view, costVnd)}</strong> · ${view.say('pages-broadcasts-expected')}: <strong>${duration(view, expectedMs)}</strong></p>`

function cannotTable(view: View, cannot: Plan['cannot']): Html {
  const { say } = view
  const columns = ['reporter', 'outlet', 'why'].map((each) => say(`pages-broadcasts-column-${each}`))
  const rows = cannot.map(({ fullName, outletName, reason }) => [
    fullName,
    outletName,
    say(`deliveries-reason-${reason}`),
  ])
  return table(columns, rows)
}
