import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { draftAnnouncement } from '../../../domain/publications/draft-announcement.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { linkButton, submitButton } from '../../ui/buttons.ts'
import { textArea, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { audienceFields, readAudience } from './audience-fields.ts'

/** The daily traffic: a title, a text and for whom; files are added on the next screen. */
export function registerNewAnnouncement(server: FastifyInstance, deps: WebDeps): void {
  server.get('/announcements/new', { config: { requires: may.write } }, async (request, reply) => {
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, { title: view.say('pages-announcements-title'), body: announcementForm(view, {}) })
  })

  server.post('/announcements', { config: { requires: may.write } }, async (request, reply) => {
    const { title, text, ...who } = body.parse(request.body)
    const by = staffOf(request)
    const view = viewOf(deps, request, reply)
    const { organisationId } = by
    const drafted = await attempt(
      draftAnnouncement(deps, { organisationId, title, text, audience: readAudience(who), by }),
    )
    if ('value' in drafted) return goTo(reply, `/publications/${drafted.value}/edit`, 'announcement-drafted')
    const secret = drafted.refused.code === 'letter-secret'
    const typed = { title, text: secret ? '' : text, who, wrong: sentenceOf(view.say, drafted.refused) }
    return sendScreen(
      view,
      reply,
      { title: view.say('pages-announcements-title'), body: announcementForm(view, typed) },
      422,
    )
  })
}

const body = z.looseObject({ title: z.string().default(''), text: z.string().default('') })

function announcementForm(
  view: View,
  typed: {
    readonly title?: string
    readonly text?: string
    readonly who?: Record<string, unknown>
    readonly wrong?: string
  },
): Html {
  const { say } = view
  return html`${screenHead({ title: say('pages-announcements-title'), below: say('pages-announcements-lead') })}
${typed.wrong ? notice('bad', typed.wrong) : ''}
${form(view, { action: '/announcements', class: 'stack letter-form' }, [
  textField({
    name: 'title',
    label: say('pages-publications-field-title'),
    value: typed.title,
    required: true,
    maxlength: 500,
  }),
  textArea({ name: 'text', label: say('pages-announcements-text'), value: typed.text, required: true, rows: 10 }),
  audienceFields(view, readAudience(typed.who ?? {})),
  html`<div class="row">${submitButton({ label: say('pages-announcements-submit') })}${linkButton({ href: '/publications', label: say('web-cancel'), look: 'quiet' })}</div>`,
])}`
}
