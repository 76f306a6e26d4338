import type { Conference } from '../../../domain/conferences/conference.ts'
import type { Attachment, Publication, Theme } from '../../../domain/publications/publication.ts'
import { fileSize } from '../../file-size.ts'
import { letterDate, momentInWords } from '../../moments.ts'
import { type Html, html } from '../../ui/html.ts'
import type { View } from '../../view.ts'
import { audienceOf, kindOf, titleOf } from './publication-words.ts'

/** The whole content of a publication as one reading copy: nothing goes out that does not stand here. */
export function publicationSheet(view: View, publication: Publication): Html {
  const { say } = view
  const { issuer, documentNumber, issuedOn, period, text, themes, attachments, conferences, signedFile } = publication
  const number = html`${say('pages-publications-number')} <span class="number">${documentNumber ?? '……'}</span>`
  return html`<article class="paper">
<header><p class="issuer">${issuer}</p><p>${number}${issuedOn ? html`, ${say('pages-publications-dated')} ${letterDate(issuedOn)}` : ''}</p></header>
<p class="paper-kind">${kindOf(view, publication)}${period ? html` · ${period}` : ''}</p>
<h2 class="paper-title">${titleOf(view, publication)}</h2>
${paragraphs(text)}
${themes.map((theme) => themeSheet(view, theme))}
${attachments.length > 0 ? html`<h3>${say('pages-publications-whole-files')}</h3>${attachmentList(view, attachments)}` : ''}
${conferences.map((conference) => invitationSheet(view, conference))}
${signedFile ? html`<h3>${say('pages-publications-signed')}</h3><p><a href="/files/${signedFile.id}">${signedFile.name}</a></p>` : ''}
<footer><p>${say('pages-publications-audience')}: ${audienceOf(view, publication.audience)}</p></footer>
</article>`
}

const paragraphs = (text: string) => text.split('\n').flatMap((each) => (each.trim() ? [html`<p>${each}</p>`] : []))

const themeSheet = (view: View, theme: Theme): Html => html`<section class="paper-theme">
<h3><span class="number">${theme.number}.</span> ${theme.title}</h3>
${theme.points.length > 0 ? html`<ul>${theme.points.map((point) => html`<li>${point}</li>`)}</ul>` : ''}
${theme.attachments.length > 0 ? attachmentList(view, theme.attachments) : ''}
</section>`

const attachmentList = (view: View, attachments: readonly Attachment[]): Html =>
  html`<ul class="paper-files">${attachments.map((each) => html`<li>${attachmentLine(view, each)}</li>`)}</ul>`

/** A document with its number and supplier; without a file it says so, since then nobody receives it. */
export function attachmentLine({ say, locale }: View, { title, documentNumber, supplier, file }: Attachment): Html {
  const name = file ? html`<a href="/files/${file.id}">${title}</a>` : html`<span>${title}</span>`
  const size = file ? html` <small class="soft">(${fileSize(locale, file.sizeBytes)})</small>` : ''
  const missing = file ? '' : html` <small class="error">${say('pages-publications-no-file')}</small>`
  const from = supplier ? html` <small class="soft">${say('pages-publications-supplied', { supplier })}</small>` : ''
  return html`${name}${documentNumber ? html` <span class="number soft">${documentNumber}</span>` : ''}${size}${from}${missing}`
}

function invitationSheet(view: View, conference: Conference): Html {
  const { say } = view
  return html`<section class="paper-invitation"><h3>${say('pages-publications-invitation', { kind: conference.kind })}</h3>
<p class="strong">${conference.title}</p>
<p>${say('pages-conferences-when')}: ${momentInWords(view, conference.startsAt)}<br>${say('pages-conferences-place')}: ${conference.place}<br>${say('pages-conferences-answer-by')}: ${momentInWords(view, conference.answerBy)}${conference.contact ? html`<br>${say('pages-conferences-contact')}: ${conference.contact}` : ''}</p>
${paragraphs(conference.agenda)}</section>`
}
