import type { FastifyInstance } from 'fastify'
import { extensionOf } from '../../../domain/files/file.ts'
import { storeFile } from '../../../domain/files/store-file.ts'
import { readDocx } from '../../../domain/letters/read-docx.ts'
import { draftFromLetter } from '../../../domain/publications/draft-from-letter.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { fileRefusal } from '../../file-refusal.ts'
import { staffOf } from '../../guard.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { linkButton, submitButton } from '../../ui/buttons.ts'
import { fileField, textArea } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice, screenHead } from '../../ui/sections.ts'
import { uploadLimitOf } from '../../upload-limit.ts'
import { readUpload, readWhole, type UploadedFile } from '../../uploads.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'

/** An official letter becomes a draft bulletin: pasted, or uploaded as text or Word. */
export function registerNewLetter(server: FastifyInstance, deps: WebDeps): void {
  server.get('/letters/new', { config: { requires: may.write } }, async (request, reply) => {
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, { title: view.say('pages-letters-title'), body: letterForm(view, {}) })
  })

  server.post('/letters', { config: { requires: may.write, upload: true } }, async (request, reply) => {
    const { fields, file } = await readUpload(server, request, reply)
    const by = staffOf(request)
    const view = viewOf(deps, request, reply)
    const pasted = fields.text ?? ''
    const refuse = (wrong: string, text: string) =>
      sendScreen(view, reply, { title: view.say('pages-letters-title'), body: letterForm(view, { text, wrong }) }, 422)

    const upload = file ? await readLetterFile(file, view) : undefined
    if (upload && 'wrong' in upload) return refuse(upload.wrong, pasted)
    const { organisationId } = by
    const limitBytes = await uploadLimitOf(deps, organisationId)
    const stored =
      upload && (await storeFile(deps, { organisationId, name: upload.name, bytes: whole(upload), by, limitBytes }))
    if (stored && 'refused' in stored) return refuse(fileRefusal(view, limitBytes, upload.name, stored), pasted)
    const original = stored ? { fileId: stored.id } : {}
    const drafted = await attempt(
      draftFromLetter(deps, { organisationId, text: upload?.text ?? pasted, by, ...original }),
    )
    if ('value' in drafted) return goTo(reply, `/publications/${drafted.value}/edit`, 'letter-drafted')
    // A secret letter leaves no trace, not even in the form it is refused with.
    return refuse(sentenceOf(view.say, drafted.refused), drafted.refused.code === 'letter-secret' ? '' : pasted)
  })
}

const letterFileBytes = 20 * 1_048_576
type LetterFile = { readonly name: string; readonly bytes: Uint8Array; readonly text: string }

async function readLetterFile(file: UploadedFile, { say }: View): Promise<LetterFile | { readonly wrong: string }> {
  const extension = extensionOf(file.name)
  const bytes = await readWhole(file, letterFileBytes)
  if (extension === 'txt') return { name: file.name, bytes, text: decodeText(bytes) }
  if (extension !== 'docx') return { wrong: say('letters-file-kind', { file: file.name }) }
  const read = await readDocx(bytes)
  if ('refused' in read) return { wrong: say(`letters-file-refused-${read.refused}`) }
  return { name: file.name, bytes, text: read.text }
}

async function* whole({ bytes }: LetterFile): AsyncGenerator<Uint8Array> {
  yield bytes
}

function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function letterForm(view: View, typed: { readonly text?: string; readonly wrong?: string }): Html {
  const { say } = view
  return html`${screenHead({ title: say('pages-letters-title'), below: say('pages-letters-lead') })}
${typed.wrong ? notice('bad', typed.wrong) : ''}
${form(view, { action: '/letters', upload: true, class: 'stack letter-form' }, [
  textArea({
    name: 'text',
    label: say('pages-letters-text'),
    hint: say('pages-letters-text-hint'),
    value: typed.text,
    rows: 18,
  }),
  fileField({
    name: 'file',
    label: say('pages-letters-file'),
    hint: say('pages-letters-file-hint'),
    accept: '.txt,.docx',
  }),
  html`<div class="row">${submitButton({ label: say('pages-letters-submit') })}${linkButton({ href: '/publications', label: say('web-cancel'), look: 'quiet' })}</div>`,
])}`
}
