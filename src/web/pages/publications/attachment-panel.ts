import type { Attachment, Publication } from '../../../domain/publications/publication.ts'
import { submitButton } from '../../ui/buttons.ts'
import { fileField, selectField, textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { confirm, emptyState, panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { attachmentLine } from './publication-sheet.ts'

/** The documents of each theme and of the whole: file, supplier, number; each with its own small forms. */
export function attachmentPanel(view: View, publication: Publication): Html {
  const { say } = view
  const groups = [
    { title: say('pages-publications-whole'), attachments: publication.attachments },
    ...publication.themes.map(({ number, title, attachments }) => ({ title: `${number}. ${title}`, attachments })),
  ].filter(({ attachments }) => attachments.length > 0)
  const list = groups.map(
    ({ title, attachments }) =>
      html`<h3 class="group">${title}</h3><ul class="documents">${attachments.map((each) => documentItem(view, publication, each))}</ul>`,
  )
  return panel(
    { title: say('pages-publications-documents'), id: 'documents' },
    [groups.length > 0 ? list : emptyState(say('pages-publications-no-documents')), addForm(view, publication)].flat(),
  )
}

function documentItem(view: View, publication: Publication, attachment: Attachment): Html {
  const { say } = view
  const base = `/publications/${publication.id}/attachments/${attachment.id}`
  const file = fileField({
    name: 'file',
    id: `file-${attachment.id}`,
    label: say('pages-publications-document-file'),
    required: true,
  })
  const fill = form(view, { action: `${base}/files`, upload: true, class: 'row', part: '#editor' }, [
    file,
    submitButton({ label: say('pages-publications-document-upload'), look: 'plain' }),
  ])
  const remove = actionButton(view, {
    action: `${base}/removals`,
    label: say('web-remove'),
    look: 'quiet',
    part: '#editor',
  })
  const label = say(attachment.file ? 'pages-publications-document-replace' : 'pages-publications-document-add-file')
  return html`<li><div>${attachmentLine(view, attachment)}</div><div class="row">${confirm({ label, look: attachment.file ? 'quiet' : 'plain' }, fill)}${remove}</div></li>`
}

function addForm(view: View, publication: Publication): Html {
  const { say } = view
  const label = (name: string) => say(`pages-publications-document-${name}`)
  const themes = publication.themes.map(({ id, number, title }) => ({ value: id, label: `${number}. ${title}` }))
  const where = [{ value: '', label: say('pages-publications-whole') }, ...themes]
  return confirm(
    { label: label('add') },
    form(
      view,
      { action: `/publications/${publication.id}/attachments`, upload: true, class: 'stack', part: '#editor' },
      [
        themes.length > 0
          ? selectField({ name: 'themeId', id: 'document-theme', label: label('where'), options: where })
          : '',
        html`<div class="pair">${textField({ name: 'title', id: 'document-title', label: label('title'), hint: label('title-hint') })}${textField({ name: 'supplier', id: 'document-supplier', label: label('supplier') })}${textField({ name: 'documentNumber', id: 'document-number', label: label('number') })}</div>`,
        fileField({ name: 'file', id: 'document-file', label: label('file') }),
        html`<div>${submitButton({ label: label('add-submit') })}</div>`,
      ],
    ),
  )
}
