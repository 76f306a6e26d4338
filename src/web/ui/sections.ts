import { attributes } from './attributes.ts'
import { type Html, type HtmlValue, html, nothing } from './html.ts'

/** The head of a screen: where we are, what it is, and what can be done with the whole of it. */
export const screenHead = (head: {
  readonly title: string
  readonly above?: HtmlValue
  readonly below?: HtmlValue
  readonly actions?: HtmlValue
}): Html =>
  html`<header class="screen-head" id="screen-head"><div>${head.above ? html`<p class="above">${head.above}</p>` : ''}<h1${head.title.length > 70 ? html` class="long"` : ''}>${head.title}</h1>${head.below ? html`<div class="below">${head.below}</div>` : ''}</div>${head.actions ? html`<div class="actions">${head.actions}</div>` : ''}</header>`

/** A titled part of a screen. */
export const panel = (
  options: {
    readonly title?: string
    readonly id?: string
    readonly note?: HtmlValue
    readonly actions?: HtmlValue
    readonly class?: string
  },
  body: HtmlValue,
): Html => {
  const { title, note, actions } = options
  const head = title
    ? html`<header class="panel-head"><h2>${title}</h2>${actions ? html`<div class="actions">${actions}</div>` : ''}</header>`
    : nothing
  return html`<section${attributes({ class: ['panel', options.class].filter(Boolean).join(' '), id: options.id })}>${head}${note ? html`<p class="note">${note}</p>` : ''}${body}</section>`
}

/** What stands where a list would be: what is not there, and what to do about it. */
export const emptyState = (sentence: string, action?: HtmlValue): Html =>
  html`<div class="empty"><p>${sentence}</p>${action ?? ''}</div>`

/** A notice within a screen. */
export const notice = (tone: 'calm' | 'warn' | 'bad' | 'good', body: HtmlValue): Html =>
  html`<div class="notice ${tone}" role="${tone === 'bad' ? 'alert' : 'status'}">${body}</div>`

/** Something asked before it is done: opens in place, without a script. */
export const confirm = (
  options: {
    readonly label: string
    readonly look?: 'plain' | 'danger' | 'quiet' | 'primary'
    /** Unfolded at once, for what was just asked in it. */
    readonly open?: boolean
  },
  body: HtmlValue,
): Html =>
  html`<details class="confirm"${options.open ? html` open` : ''}><summary class="button ${options.look ?? 'plain'}">${options.label}</summary><div class="confirm-body">${body}</div></details>`

/** Pairs of a name and what it is. */
export const facts = (pairs: readonly (readonly [string, HtmlValue])[]): Html =>
  html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
