import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { storeFile } from '../../../domain/files/store-file.ts'
import { addAttachment } from '../../../domain/publications/change-attachments.ts'
import { draftAnnouncement } from '../../../domain/publications/draft-announcement.ts'
import { readPublication } from '../../../domain/publications/read-publications.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { fileRefusal } from '../../file-refusal.ts'
import { staffOf } from '../../guard.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { linkButton, submitButton } from '../../ui/buttons.ts'
import { fileField, textArea, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice, screenHead } from '../../ui/sections.ts'
import { uploadLimitOf } from '../../upload-limit.ts'
import { readUpload, type UploadedFile } from '../../uploads.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { audienceFields, readAudience } from './audience-fields.ts'
import { editScreen } from './edit-publication.ts'

/** The daily traffic in one screen: a title, a text, for whom, and a file; more files are added on the next screen. */
export function registerNewAnnouncement(server: FastifyInstance, deps: WebDeps): void {
  server.get('/announcements/new', { config: { requires: may.write } }, async (request, reply) => {
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, { title: view.say('pages-announcements-title'), body: announcementForm(view, {}) })
  })

  server.post('/announcements', { config: { requires: may.write, upload: true } }, async (request, reply) => {
    const { fields, file, every } = await readUpload(server, request, reply)
    const { title = '', text = '' } = fields
    const who = { ...fields, kinds: every('kinds') }
    const by = staffOf(request)
    const view = viewOf(deps, request, reply)
    const { organisationId } = by
    const drafted = await attempt(
      draftAnnouncement(deps, { organisationId, title, text, audience: readAudience(who), by }),
    )
    if ('value' in drafted) return withFile(request, reply, drafted.value, file)
    file?.bytes.destroy()
    const secret = drafted.refused.code === 'letter-secret'
    const typed = { title, text: secret ? '' : text, who, wrong: sentenceOf(view.say, drafted.refused) }
    return sendScreen(
      view,
      reply,
      { title: view.say('pages-announcements-title'), body: announcementForm(view, typed) },
      422,
    )
  })

  /** The draft stands by then: a refused file costs none of what was typed. */
  async function withFile(request: FastifyRequest, reply: FastifyReply, publicationId: string, file?: UploadedFile) {
    const drafted = `/publications/${publicationId}/edit`
    if (!file) return goTo(reply, drafted, 'announcement-drafted')
    const by = staffOf(request)
    const { organisationId } = by
    const limitBytes = await uploadLimitOf(deps, organisationId)
    const stored = await storeFile(deps, { organisationId, name: file.name, bytes: file.bytes, by, limitBytes })
    if (!('refused' in stored)) {
      await addAttachment(deps, { publicationId, organisationId, by, fileId: stored.id })
      return goTo(reply, drafted, 'announcement-drafted')
    }
    const view = viewOf(deps, request, reply)
    const shown = await readPublication(deps, { publicationId, organisationId })
    const wrong = fileRefusal(view, limitBytes, file.name, stored)
    return sendScreen(view, reply, editScreen(view, shown, { wrong }), 422)
  }
}

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
${form(view, { action: '/announcements', class: 'stack letter-form', upload: true }, [
  textField({
    name: 'title',
    label: say('pages-publications-field-title'),
    value: typed.title,
    required: true,
    maxlength: 500,
  }),
  textArea({ name: 'text', label: say('pages-announcements-text'), value: typed.text, required: true, rows: 10 }),
  audienceFields(view, readAudience(typed.who ?? {})),
  fileField({ name: 'file', label: say('pages-announcements-file'), hint: say('pages-announcements-file-hint') }),
  html`<div class="row">${submitButton({ label: say('pages-announcements-submit') })}${linkButton({ href: '/publications', label: say('web-cancel'), look: 'quiet' })}</div>`,
])}`
}
