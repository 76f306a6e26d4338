import type { Organisation } from '../../../domain/organisations/organisation.ts'
import type { Locale, Say } from '../../../texts.ts'
import { submitButton } from '../../ui/buttons.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import type { PageView } from './page-view.ts'

/** The very words that are agreed to and kept. */
export const consentText = (say: Say, locale: Locale, { name }: Pick<Organisation, 'name'>): string =>
  say(locale, 'page-consent-text', { issuer: name })

/** Asked once, above what can be read anyway. */
export const consentPanel = (view: PageView): Html =>
  html`<section class="card ask" id="consent"><h2>${view.say('page-consent-title')}</h2>${consentForm(view, 'page-consent-agree')}<p class="soft">${view.say('page-consent-free')}</p></section>`

export const stoppedNotice = (view: PageView): Html =>
  html`<section class="card ask"><h2>${view.say('page-stopped-title')}</h2><p>${view.say('page-stopped-read')}</p><p><a class="button" href="${view.base}/stop">${view.say('page-stopped-return')}</a></p></section>`

/** The text and the button under it. */
export function consentForm(view: PageView, label: string): Html {
  const { locale } = view.reporter
  return form(view, { action: `${view.base}/consents` }, [
    html`<blockquote>${consentText((_locale, key, args) => view.say(key, args), locale, view.organisation)}</blockquote>`,
    html`<input type="hidden" name="shown" value="${locale}">`,
    submitButton({ label: view.say(label) }),
  ])
}
