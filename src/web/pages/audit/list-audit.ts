import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type AuditLine, type AuditNoun, auditNouns, readAudit } from '../../../domain/audit/read-audit.repository.ts'
import { nameStaff } from '../../../domain/staff/name-staff.ts'
import { may } from '../../../domain/staff/staff.ts'
import { staffOf } from '../../guard.ts'
import { moment } from '../../moments.ts'
import { sendScreen } from '../../screen.ts'
import { attributes } from '../../ui/attributes.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import { emptyState, screenHead } from '../../ui/sections.ts'
import { table } from '../../ui/tables.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'

const perPage = 50

/** Who did what when, for those who answer for the office: the whole, of one kind of matter, or of one matter. */
export function registerListAudit(server: FastifyInstance, deps: WebDeps): void {
  server.get('/audit', { config: { requires: may.readAudit } }, async (request, reply) => {
    const { organisationId } = staffOf(request)
    const { noun, subject, before } = query.parse(request.query)
    const only = { ...(noun && { noun }), ...(subject && { subject }), ...(before && { before: BigInt(before) }) }
    const found = await readAudit(deps.db, { organisationId, ...only, limit: perPage + 1 })
    const lines = found.slice(0, perPage)
    const ids = lines.flatMap(({ actor }) => idIn(actor, 'staff') ?? [])
    const names = await nameStaff(deps, { organisationId, ids })
    const view = viewOf(deps, request, reply)
    const known = new Set(deps.texts.keys(view.locale))
    const title = view.say('audit-title')
    const last = found.length > perPage ? lines.at(-1) : undefined
    const body = html`${screenHead({ title, below: view.say('audit-note') })}${filterBar(view, noun, subject)}${auditTable(view, lines, { names, known })}${older(view, { noun, subject }, last)}`
    return sendScreen(view, reply, { title, body: html`<div class="audit">${body}</div>`, wide: true })
  })
}

const query = z.object({
  noun: z.enum(auditNouns).optional().catch(undefined),
  subject: z
    .string()
    .regex(/^[a-z-]{1,20}:[\w-]{1,60}$/)
    .optional()
    .catch(undefined),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
})

type Known = { readonly names: ReadonlyMap<string, string>; readonly known: ReadonlySet<string> }

function auditTable(view: View, lines: readonly AuditLine[], of: Known): Html {
  const { say } = view
  if (lines.length === 0) return emptyState(say('audit-empty'))
  const columns = ['at', 'actor', 'action', 'subject'].map((each) => say(`audit-column-${each}`))
  const rows = lines.map((line) => [
    moment(view, line.at),
    actorOf(view, line, of),
    html`<div>${actionOf(view, line, of)}${detailOf(line)}</div>`,
    subjectOf(view, line),
  ])
  return table(columns, rows)
}

/** The id behind "staff:<id>", when it is one. */
const idIn = (actor: string, kind: string): string | undefined => {
  const id = actor.startsWith(`${kind}:`) ? actor.slice(kind.length + 1) : undefined
  return id && z.uuid().safeParse(id).success ? id : undefined
}

function actorOf({ say }: View, { actor }: AuditLine, { names }: Known): Html | string {
  const reporter = idIn(actor, 'reporter')
  if (reporter) return html`<a href="/reporters/${reporter}">${say('audit-actor-reporter')}</a>`
  if (actor === 'system') return say('audit-actor-system')
  return names.get(idIn(actor, 'staff') ?? '') ?? say('audit-actor-staff')
}

/** An action that a newer version wrote stays readable as its code. */
const actionOf = ({ say }: View, { action }: AuditLine, { known }: Known): string =>
  known.has(`audit-${action}`) ? say(`audit-${action}`) : action

function detailOf({ detail = {} }: AuditLine): Html {
  const said = Object.entries(detail).filter(([, value]) => value !== null && value !== '')
  if (said.length === 0) return nothing
  const pairs = said.map(
    ([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  )
  return html`<br><small class="soft detail">${pairs.join(' · ')}</small>`
}

const pages: Partial<Record<string, string>> = {
  publication: '/publications',
  broadcast: '/broadcasts',
  delivery: '/deliveries',
  conference: '/conferences',
  reporter: '/reporters',
}

function subjectOf({ say }: View, { subject }: AuditLine): Html {
  const [noun = '', id = ''] = subject.split(':')
  const word = auditNouns.some((each) => each === noun) ? say(`audit-subject-${noun}`) : noun
  const page = pages[noun]
  const name = page ? html`<a href="${page}/${id}">${word}</a>` : html`${word}`
  return html`<span>${name}<br><a class="small soft" href="/audit?subject=${encodeURIComponent(subject)}">${say('audit-only-this')}</a></span>`
}

function filterBar({ say }: View, chosen: AuditNoun | undefined, subject: string | undefined): Html {
  const links = [undefined, ...auditNouns].map((noun) => {
    const href = noun ? `/audit?noun=${noun}` : '/audit'
    const current = noun === chosen && !subject
    return html`<li><a${attributes({ href, 'aria-current': current ? 'true' : undefined })}>${say(noun ? `audit-subject-${noun}` : 'audit-all')}</a></li>`
  })
  return html`<ul class="filters" aria-label="${say('audit-filter')}">${links}</ul>`
}

function older(
  { say }: View,
  { noun, subject }: { readonly noun: string | undefined; readonly subject: string | undefined },
  last: AuditLine | undefined,
): Html {
  if (!last) return nothing
  const only = subject ? `&subject=${encodeURIComponent(subject)}` : noun ? `&noun=${noun}` : ''
  return html`<nav class="pager"><a href="/audit?before=${String(last.id)}${only}">${say('audit-older')}</a></nav>`
}
