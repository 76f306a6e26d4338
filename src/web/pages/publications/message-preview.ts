import type { Block, OutgoingMessage } from '../../../channels/outgoing-message.ts'
import { publicationMessages } from '../../../domain/publications/compose-publication.ts'
import type { Publication } from '../../../domain/publications/publication.ts'
import { type Html, html } from '../../ui/html.ts'
import { panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'

const nobody = '00000000-0000-7000-8000-000000000000'

/** The very messages that a reporter's chat gets, for a reader whom nobody is; its buttons and links lead nowhere. */
export function messagePreview(deps: WebDeps, view: View, publication: Publication): Html {
  const { organisationId } = publication
  const reader = {
    reporterId: nobody,
    contactId: nobody,
    organisationId,
    fullName: view.say('pages-publications-preview-reader'),
    locale: 'vi',
    keyVersion: 0,
  } as const
  const messages = publicationMessages(deps, publication, reader)
  return panel(
    {
      title: view.say('pages-publications-preview'),
      note: view.say('pages-publications-preview-note'),
      class: 'preview',
    },
    html`<div class="phone">${messages.map(bubble)}</div>`,
  )
}

function bubble({ blocks, buttons, files }: OutgoingMessage): Html {
  return html`<div class="bubble">${blocks.map(blockHtml)}${files.map((file) => html`<p class="bubble-file">${file.name}</p>`)}</div>
<ul class="bubble-buttons">${buttons.map(({ label }) => html`<li>${label}</li>`)}</ul>`
}

function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'heading':
      return html`<p class="strong">${block.text}</p>`
    case 'paragraph':
      return html`<p>${block.text}</p>`
    case 'numbered':
      return html`<ol class="bubble-numbered">${block.items.map(({ number, text }) => html`<li value="${number}">${text}</li>`)}</ol>`
    case 'points':
      return html`<ul>${block.items.map((text) => html`<li>${text}</li>`)}</ul>`
    case 'quote':
      return html`<blockquote>${block.text}</blockquote>`
    case 'time':
      return html`<p>${block.label}: <strong>${block.text}</strong></p>`
    case 'link':
      return html`<p class="bubble-link">${block.label}</p>`
    case 'hint':
      return html`<p class="hint">${block.text}</p>`
    default:
      return block satisfies never
  }
}
