import type { Publication } from '../../../domain/publications/publication.ts'
import { attributes } from '../../ui/attributes.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textArea, textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { panel } from '../../ui/sections.ts'
import type { View } from '../../view.ts'
import { audienceFields } from './audience-fields.ts'
import type { TypedContent, TypedTheme } from './publication-form.ts'

/** Title, period, issuer, text, audience and themes: saved together, since they are approved together. */
export function contentPanel(view: View, publication: Publication, content: TypedContent): Html {
  const { say } = view
  const bulletin = publication.kind === 'bulletin'
  const next = Math.max(0, ...content.themes.map(({ number }) => Number.parseInt(number, 10) || 0)) + 1
  const fresh: TypedTheme = { id: '', number: String(next), title: '', points: '', origin: 'local', removed: false }
  const hasFresh = content.themes.some(({ id }) => id === '')
  const themes = bulletin ? (hasFresh ? content.themes : [...content.themes, fresh]) : []
  const label = (name: string) => say(`pages-publications-field-${name}`)
  const fields = [
    html`<input type="hidden" name="expectedUpdatedAt" value="${publication.updatedAt.toISOString()}">`,
    textArea({ name: 'title', label: label('title'), value: content.title, rows: 1, maxlength: 500 }),
    html`<div class="pair">${textField({ name: 'issuer', label: label('issuer'), value: content.issuer, maxlength: 300 })}${bulletin ? textField({ name: 'period', label: label('period'), value: content.period, maxlength: 100, placeholder: say('pages-publications-period-example') }) : ''}</div>`,
    textArea({
      name: 'text',
      label: label(bulletin ? 'guidance' : 'text'),
      value: content.text,
      rows: bulletin ? 3 : 10,
    }),
    bulletin ? html`<h3>${say('pages-publications-themes')}</h3>` : '',
    themes.map((theme) => themeFields(view, theme)),
    audienceFields(view, content.audience),
    html`<div class="row">${submitButton({ label: say('pages-publications-save') })}</div>`,
  ].flat()
  return panel(
    { title: say('pages-publications-content'), id: 'content' },
    form(view, { action: `/publications/${publication.id}/content`, class: 'stack guarded', part: '#editor' }, fields),
  )
}

function themeFields(view: View, theme: TypedTheme): Html {
  const { say } = view
  const key = theme.id || 'new'
  const title = theme.id
    ? say('pages-publications-theme', { number: theme.number })
    : say('pages-publications-theme-new')
  const remove = theme.id
    ? html`<label class="choice remove"><input${attributes({ type: 'checkbox', name: 'removeTheme', value: theme.id, checked: theme.removed })}><span>${say('pages-publications-theme-remove')}</span></label>`
    : ''
  const fields = html`<input type="hidden" name="themeId" value="${theme.id}"><input type="hidden" name="themeOrigin" value="${theme.origin}">
<div class="theme-head">${textField({ name: 'themeNumber', id: `theme-number-${key}`, type: 'number', min: '1', label: say('pages-publications-theme-number'), value: theme.number })}
${textArea({ name: 'themeTitle', id: `theme-title-${key}`, label: say('pages-publications-theme-title'), value: theme.title, rows: 1, maxlength: 2000 })}</div>
${textArea({ name: 'themePoints', id: `theme-points-${key}`, label: say('pages-publications-theme-points'), hint: say('pages-publications-theme-points-hint'), value: theme.points })}${remove}`
  if (theme.id || theme.title) return html`<fieldset class="theme"><legend>${title}</legend>${fields}</fieldset>`
  return html`<details class="theme"><summary>${title}</summary>${fields}</details>`
}
