import type { SubmittedLink } from '../../../domain/articles/article.ts'
import type { OwnArticle } from '../../../domain/articles/own-articles.repository.ts'
import { submitButton } from '../../ui/buttons.ts'
import { selectField, textArea } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import type { PageView } from './page-view.ts'

export type RefusedAddress = Extract<SubmittedLink, { readonly kind: 'refused' }>

/** Where links are pasted, with whatever text stands around them. */
export const linkForm = (view: PageView, typed: string, wrong: string | undefined): Html =>
  html`<section class="card"><h1>${view.say('page-links-title')}</h1>${form(
    view,
    { action: `${view.base}/links`, class: 'stack' },
    [
      textArea({
        name: 'text',
        label: view.say('page-links-label'),
        hint: view.say('page-links-hint'),
        value: typed,
        rows: 4,
        required: true,
        ...(wrong ? { error: wrong } : {}),
      }),
      submitButton({ label: view.say('page-links-send') }),
    ],
  )}</section>`

/** Each address that was not taken, and why. */
export const refusedLinks = (view: PageView, refused: readonly RefusedAddress[]): Html =>
  html`<section class="card notice bad" role="alert"><h2>${view.say('page-links-refused')}</h2><ul class="plain-list">${refused.map(
    ({ url, reason }) =>
      html`<li><span class="address">${shortened(url)}</span><small>${view.say(`page-links-refused-${reason}`)}</small></li>`,
  )}</ul></section>`

/** What this reporter sent, each with its theme to choose; nothing of it says who else sent the same. */
export function ownLinks(view: PageView, title: string, articles: readonly OwnArticle[], last: string): Html {
  return html`<section class="card"><h2>${view.say(title)}</h2><ul class="links">${articles.map(
    (each) => html`<li>${linkLine(view, each)}${each.themes.length > 0 ? themeForm(view, each, last) : ''}</li>`,
  )}</ul></section>`
}

function linkLine(view: PageView, { url, sentAt, first, since }: OwnArticle): Html {
  const state = first
    ? html`<small class="good">${view.say('page-links-saved')} · ${view.figures(sentAt)}</small>`
    : html`<small>${view.say('page-links-known')} ${view.figures(since)}</small>`
  return html`<p><a class="address" href="${url}" rel="noopener noreferrer nofollow" target="_blank">${shortened(url)}</a>${state}</p>`
}

function themeForm(view: PageView, { articleId, theme, themes }: OwnArticle, last: string): Html {
  const options = [
    { value: '0', label: view.say('page-links-no-theme') },
    ...themes.map(({ number, title }) => ({ value: String(number), label: `${number}. ${title}` })),
  ]
  return form(view, { action: `${view.base}/articles/${articleId}/theme`, class: 'theme-choice' }, [
    html`<input type="hidden" name="last" value="${last}">`,
    selectField({
      id: `theme-${articleId}`,
      name: 'theme',
      label: view.say('page-links-theme'),
      value: String(theme?.number ?? 0),
      options,
    }),
    submitButton({ label: view.say('page-links-theme-save'), look: 'plain' }),
  ])
}

const shortened = (url: string): string => (url.length > 140 ? `${url.slice(0, 139)}…` : url)
