import type { FastifyInstance } from 'fastify'
import { editPublication } from '../../../domain/publications/edit-publication.ts'
import type { PublicationView } from '../../../domain/publications/read-publications.ts'
import { readPublication } from '../../../domain/publications/read-publications.ts'
import { may } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { idOf } from '../../route-ids.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { linkButton } from '../../ui/buttons.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice, screenHead } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { attachmentPanel } from './attachment-panel.ts'
import { conferencePanel } from './conference-panel.ts'
import { contentPanel } from './content-panel.ts'
import { originalLetter } from './original-letter.ts'
import { contentOf, editOf, readContent, type TypedContent } from './publication-form.ts'
import { kindOf, stateChip, titleOf } from './publication-words.ts'

/** Correcting a draft beside the letter it came from. */
export function registerEditPublication(server: FastifyInstance, deps: WebDeps): void {
  server.get('/publications/:id/edit', { config: { requires: may.write } }, async (request, reply) => {
    const view = viewOf(deps, request, reply)
    const shown = await readPublication(deps, whose(request))
    if (shown.publication.state === 'released') return goTo(reply, `/publications/${shown.publication.id}`)
    return sendScreen(view, reply, editScreen(view, shown))
  })

  server.post('/publications/:id/content', { config: { requires: may.write } }, async (request, reply) => {
    const shown = await readPublication(deps, whose(request))
    const { publication } = shown
    const { typed, expectedUpdatedAt } = readContent(request.body, publication)
    const change = { ...whose(request), expectedUpdatedAt, by: staffOf(request) }
    const edited = await attempt(editPublication(deps, { ...change, content: editOf(typed, publication) }))
    if ('value' in edited) return goTo(reply, `/publications/${publication.id}/edit`, 'saved')
    const view = viewOf(deps, request, reply)
    const wrong = sentenceOf(view.say, edited.refused)
    return sendScreen(
      view,
      reply,
      editScreen(view, shown, { content: typed, wrong }),
      edited.refused.kind === 'conflict' ? 409 : 422,
    )
  })
}

const whose = (request: Parameters<typeof idOf>[0]) => ({
  publicationId: idOf(request),
  organisationId: staffOf(request).organisationId,
})

/** What was typed and refused, in one of the parts of the screen. */
export type Refused = {
  readonly content?: TypedContent
  readonly fields?: Readonly<Record<string, string>>
  readonly wrong: string
}

/** The whole screen; every part's refusal shows it again with what was typed there. */
export function editScreen(view: View, shown: PublicationView, refused?: Refused) {
  const { publication, letter } = shown
  const { say } = view
  const head = screenHead({
    title: titleOf(view, publication),
    above: html`<a href="/publications/${publication.id}">${say('pages-publications-back')}</a> · ${kindOf(view, publication)}`,
    below: stateChip(view, publication),
    actions: linkButton({ href: `/publications/${publication.id}`, label: say('pages-publications-done-editing') }),
  })
  const voids = publication.state === 'draft' ? '' : notice('warn', say('pages-publications-edit-voids'))
  const wrong = refused ? notice('bad', refused.wrong) : ''
  const parts: readonly Html[] = [
    contentPanel(view, publication, refused?.content ?? contentOf(publication)),
    attachmentPanel(view, publication),
    conferencePanel(view, publication, refused?.fields),
  ]
  const editor = html`<div id="editor">${voids}${wrong}${parts}</div>`
  const body = letter
    ? html`${head}<div class="beside"><aside>${originalLetter(view, letter)}</aside>${editor}</div>`
    : html`${head}${editor}`
  return { title: titleOf(view, publication), body, wide: letter !== null }
}
