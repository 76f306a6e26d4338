import { extensionOf, type StoredFile } from '../../../domain/files/file.ts'
import type { Attachment, Publication, PublicationRef, Theme } from '../../../domain/publications/publication.ts'
import { sourceLine } from '../../../domain/publications/source-line.ts'
import { correctionLine } from '../../../domain/publications/standing-message.ts'
import { fileSize } from '../../file-size.ts'
import { type Html, html, nothing } from '../../ui/html.ts'
import type { PageView } from './page-view.ts'

/** A publication in full: who says it under which number, then the themes, each opening in place, with its files. */
export function publicationCard(view: PageView, publication: Publication): Html {
  if (publication.recalledAt) return recalledCard(view, publication, publication.recalledAt)
  const { kind, period, title, text, themes, attachments, signedFile, corrects } = publication
  const files = [
    ...(signedFile ? [fileLine(view, signedFile, view.say('page-signed-letter'))] : []),
    ...attachments.map((each) => attachmentLine(view, each)),
  ]
  return html`<article class="card publication">
<header>${letterhead(view, publication)}<p class="kind">${view.say(`page-kind-${kind}`)}${period ? ` · ${period}` : ''}</p><h1>${title}</h1>${corrects ? html`<p class="soft">${correctionLine((_locale, key, args) => view.say(key, args), view.reporter.locale, corrects)}</p>` : ''}</header>
${text ? html`<div class="text">${paragraphs(text)}</div>` : ''}
${themes.length > 0 ? html`<div class="themes">${themes.map((theme) => themePart(view, theme, themes.length === 1))}</div>` : ''}
${files.length > 0 ? html`<section><h2>${view.say('page-documents')}</h2><ul class="files">${files}</ul></section>` : ''}
</article>`
}

/** What was taken back: by whom, when and why, and nothing of what it said. */
function recalledCard(view: PageView, publication: Publication, recalledAt: Date): Html {
  const { kind, title, recallReason } = publication
  return html`<article class="card publication" id="recalled">
<header>${letterhead(view, publication)}<p class="kind">${view.say(`page-kind-${kind}`)}</p><h1>${title}</h1></header>
<div class="notice bad"><p><strong>${view.say('page-recalled')}</strong> ${view.moment(recalledAt)}</p><p>${view.say('page-recall-reason', { reason: recallReason ?? '' })}</p><p>${view.say('page-recalled-please')}</p></div>
</article>`
}

/** Leads from what was put right to what has taken its place. */
export function replacedNotice(view: PageView, { id, documentNumber, title }: PublicationRef): Html {
  const link = html`<a href="${view.base}/bulletins/${id}">${documentNumber ?? title}</a>`
  return html`<div class="notice warn"><p>${view.say('page-replaced')} ${link}</p></div>`
}

/** Issuer, and number with date where there are: what makes it possible to ask whether it is genuine. */
export function letterhead(
  { say, reporter }: PageView,
  source: Pick<Publication, 'issuer' | 'documentNumber' | 'issuedOn'>,
): Html {
  const line = sourceLine((_locale, key, args) => say(key, args), reporter.locale, source)
  return html`<p class="letterhead"><strong>${source.issuer}</strong><span>${line || say('page-no-number')}</span></p>`
}

function themePart(view: PageView, theme: Theme, open: boolean): Html {
  const { number, title, points, attachments } = theme
  const files = attachments.map((each) => attachmentLine(view, each))
  const suppliers = [...new Set(attachments.flatMap(({ supplier }) => supplier ?? []))]
  const by = suppliers.length > 0 ? view.say('page-supplied-by', { suppliers: suppliers.join('; ') }) : ''
  return html`<details class="theme" id="theme-${number}"${open ? html` open` : ''}>
<summary><span class="theme-number">${number}</span><span class="theme-title">${title}${by ? html`<small>${by}</small>` : ''}</span></summary>
<div class="theme-body">${points.length > 0 ? points.map((point) => html`<p class="point">${point}</p>`) : html`<p class="soft">${view.say('page-theme-without-points')}</p>`}
${files.length > 0 ? html`<ul class="files">${files}</ul>` : ''}</div>
</details>`
}

function attachmentLine(view: PageView, { title, supplier, documentNumber, file }: Attachment): Html {
  const more = [documentNumber, supplier && view.say('page-supplied-by', { suppliers: supplier })]
  if (file) return fileLine(view, file, title, more.filter(Boolean).join(' · '))
  const note = [...more, view.say('page-file-to-come')].filter(Boolean).join(' · ')
  return html`<li class="file missing"><span class="file-kind">–</span><span class="file-name">${title}<small>${note}</small></span></li>`
}

function fileLine(view: PageView, file: StoredFile, title: string, more = ''): Html {
  const kind = extensionOf(file.name).toUpperCase()
  const size = fileSize(view.reporter.locale, file.sizeBytes)
  const note = [more, file.name === title ? '' : file.name, size].filter(Boolean).join(' · ')
  return html`<li><a class="file" href="${view.base}/files/${file.id}"><span class="file-kind">${kind.slice(0, 4) || '–'}</span><span class="file-name">${title}<small>${note}</small></span></a></li>`
}

function paragraphs(text: string): Html {
  const parts = text.split(/\n{2,}/).filter((part) => part.trim() !== '')
  return parts.length === 0 ? nothing : html`${parts.map((part) => html`<p>${part.trim()}</p>`)}`
}
