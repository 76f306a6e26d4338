import type { FastifyInstance } from 'fastify'
import { type Plan, planBroadcast } from '../../../domain/broadcasts/plan-broadcast.ts'
import { startBroadcast } from '../../../domain/broadcasts/start-broadcast.ts'
import type { Publication } from '../../../domain/publications/publication.ts'
import { readPublication } from '../../../domain/publications/read-publications.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { linkButton } from '../../ui/buttons.ts'
import { actionButton } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, notice, panel, screenHead } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { audienceOf, titleOf } from '../publications/publication-words.ts'
import { dong, duration, kindOfMessage, surfaceOf } from './broadcast-words.ts'

/** Who would get it how, what it costs, and who cannot and why; then the button that sends. */
export function registerPlanBroadcast(server: FastifyInstance, deps: WebDeps): void {
  server.get('/publications/:id/plan', { config: { requires: may.send } }, async (request, reply) => {
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, await planScreen(view, whose(request)))
  })

  server.post('/publications/:id/broadcasts', { config: { requires: may.send } }, async (request, reply) => {
    const started = await attempt(startBroadcast(deps, { ...whose(request), by: staffOf(request) }))
    if ('value' in started) return goTo(reply, `/broadcasts/${started.value}`, 'broadcast-started')
    if (started.refused.kind === 'not-found') throw started.refused
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, await planScreen(view, whose(request), sentenceOf(view.say, started.refused)), 409)
  })

  const whose = (request: Parameters<typeof idOf>[0]) => ({
    publicationId: idOf(request),
    organisationId: staffOf(request).organisationId,
  })

  async function planScreen(view: View, ids: ReturnType<typeof whose>, wrong?: string) {
    const { publication } = await readPublication(deps, ids)
    const plan = await planBroadcast(deps, ids)
    const title = view.say('pages-broadcasts-plan-title')
    return { title, body: planBody(view, publication, plan, wrong) }
  }
}

function planBody(view: View, publication: Publication, plan: Plan, wrong?: string): Html {
  const { say } = view
  const { id, state } = publication
  const reached = plan.audience - plan.cannot.length
  // Who asked for no messages is not called instead.
  const stopped = plan.cannot.filter(({ reason }) => reason === 'stopped')
  const toCall = plan.cannot.filter(({ reason }) => reason !== 'stopped')
  const head = screenHead({
    title: say('pages-broadcasts-plan-title'),
    above: html`<a href="/publications/${id}">${titleOf(view, publication)}</a>`,
    below: html`${say('pages-publications-audience')}: ${audienceOf(view, publication.audience)}`,
  })
  const send =
    state === 'released' && reached > 0 && !plan.sentBefore
      ? actionButton(view, {
          action: `/publications/${id}/broadcasts`,
          label: say('pages-broadcasts-send', { count: reached }),
          look: 'primary',
        })
      : notice('warn', say(whyNot(plan, state)))
  return html`${head}${wrong ? notice('bad', wrong) : ''}
<p class="equation"><span><b>${plan.audience}</b> ${say('pages-broadcasts-audience')}</span> = <span><b>${reached}</b> ${say('pages-broadcasts-reached')}</span> + <span><b>${plan.cannot.length}</b> ${say('pages-broadcasts-not-reached')}</span></p>
${panel({ title: say('pages-broadcasts-how') }, [groupTable(view, plan), totals(view, plan), html`<div class="actions">${send}${linkButton({ href: `/publications/${id}`, label: say('web-cancel'), look: 'quiet' })}</div>`])}
${toCall.length > 0 ? panel({ title: say('pages-broadcasts-cannot'), note: say('pages-broadcasts-cannot-note') }, cannotTable(view, toCall)) : ''}
${stopped.length > 0 ? panel({ title: say('pages-broadcasts-stopped-people'), note: say('pages-broadcasts-stopped-people-note') }, cannotTable(view, stopped)) : ''}`
}

const whyNot = (plan: Plan, state: Publication['state']): string => {
  if (state !== 'released') return 'pages-broadcasts-not-released'
  return plan.sentBefore ? 'error-publication-sent-before' : 'pages-broadcasts-nobody'
}

function groupTable(view: View, plan: Plan): Html {
  const { say } = view
  if (plan.groups.length === 0) return emptyState(say('pages-broadcasts-nobody'))
  const columns = ['surface', 'kind', 'count', 'cost'].map((each) => say(`pages-broadcasts-column-${each}`))
  const rows = plan.groups.map(({ surface, messageKind, count, costVnd }) => [
    surfaceOf(view, surface),
    kindOfMessage(view, messageKind, surface),
    html`<span class="number">${count}</span>`,
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
