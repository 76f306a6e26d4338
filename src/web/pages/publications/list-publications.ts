import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { PublicationLine } from '../../../domain/publications/publication.ts'
import { listPublications } from '../../../domain/publications/read-publications.ts'
import { allows, may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { moment } from '../../moments.ts'
import { sendScreen } from '../../screen.ts'
import { attributes } from '../../ui/attributes.ts'
import { linkButton } from '../../ui/buttons.ts'
import { type Html, html } from '../../ui/html.ts'
import { emptyState, screenHead } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { kindOf, standingChips, stateChip, titleOf } from './publication-words.ts'

const states = ['draft', 'submitted', 'approved', 'released'] as const

/** All bulletins and announcements, newest first, and the two ways to start one. */
export function registerListPublications(server: FastifyInstance, deps: WebDeps): void {
  server.get('/publications', { config: { requires: may.read } }, async (request, reply) => {
    const { organisationId, role } = staffOf(request)
    const { state } = query.parse(request.query)
    const lines = await listPublications(deps, { organisationId, ...(state ? { state } : {}) })
    const view = viewOf(deps, request, reply)
    const title = view.say('pages-publications-title')
    const starts = allows(may.write, role) ? startButtons(view) : undefined
    const body = html`${screenHead({ title, actions: starts })}${filterBar(view, state)}${publicationTable(view, lines)}`
    return sendScreen(view, reply, { title, body })
  })
}

const query = z.object({ state: z.enum(states).optional().catch(undefined) })

/** The two ways to begin. */
export const startButtons = ({ say }: View): Html =>
  html`${linkButton({
    href: '/letters/new',
    label: say('pages-publications-new-letter'),
    look: 'primary',
  })}${linkButton({ href: '/announcements/new', label: say('pages-publications-new-announcement') })}`

function filterBar({ say }: View, chosen: string | undefined): Html {
  const links = [undefined, ...states].map((state) => {
    const label = say(state ? `pages-publications-state-${state}` : 'pages-publications-all')
    const href = state ? `/publications?state=${state}` : '/publications'
    return html`<li><a${attributes({ href, 'aria-current': state === chosen ? 'true' : undefined })}>${label}</a></li>`
  })
  return html`<ul class="filters" aria-label="${say('pages-publications-filter')}">${links}</ul>`
}

function publicationTable(view: View, lines: readonly PublicationLine[]): Html {
  const { say } = view
  if (lines.length === 0) return emptyState(say('pages-publications-empty'))
  const columns = ['title', 'kind', 'number', 'state', 'changed'].map((each) =>
    say(`pages-publications-column-${each}`),
  )
  const rows = lines.map((line) => [
    html`<a class="strong" href="/publications/${line.id}">${titleOf(view, line)}</a>`,
    html`<span>${kindOf(view, line)}${line.period ? html` · ${line.period}` : ''}</span>`,
    html`<span class="number">${line.documentNumber ?? '–'}</span>`,
    html`<div>${stateChip(view, line)} ${standingChips(view, line)}</div>`,
    moment(view, line.updatedAt),
  ])
  return table(columns, rows)
}
