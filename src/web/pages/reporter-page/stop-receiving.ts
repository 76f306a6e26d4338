import type { FastifyInstance } from 'fastify'
import { stopReporter } from '../../../domain/reporters/stop-reporter.ts'
import { linkButton, submitButton } from '../../ui/buttons.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import { consentForm } from './consent-panel.ts'
import { sendPage } from './page-layout.ts'
import { goOn, type PageView, pageViewOf } from './page-view.ts'

/** Ends all messages, after one question; the same address then says that it is done and how to come back. */
export function registerStopReceiving(server: FastifyInstance, deps: WebDeps): void {
  server.get('/stop', async (request, reply) => {
    const view = pageViewOf(request)
    const body = view.reporter.state === 'stopped' ? stoppedScreen(view) : question(view)
    return sendPage(view, reply, { title: view.say('page-stop-title'), body, place: 'me' })
  })

  server.post('/stop', async (request, reply) => {
    const view = pageViewOf(request)
    await stopReporter(deps, { reporterId: view.reporter.id, via: 'page' })
    return goOn(view, reply, '/stop')
  })
}

const question = (view: PageView): Html =>
  html`<section class="card"><h1>${view.say('page-stop-question')}</h1><p>${view.say('page-stop-what')}</p><p>${view.say('page-stop-keeps')}</p>
<div class="ways">${form(view, { action: `${view.base}/stop` }, submitButton({ label: view.say('page-stop-confirm'), look: 'danger' }))}${linkButton({ href: `${view.base}/me`, label: view.say('page-stop-cancel') })}</div></section>`

const stoppedScreen = (view: PageView): Html =>
  html`<section class="card"><h1>${view.say('page-stopped-title')}</h1><p>${view.say('page-stopped-what', { issuer: view.organisation.name })}</p><p>${view.say('page-stopped-read')}</p></section>
<section class="card" id="return"><h2>${view.say('page-return-title')}</h2>${consentForm(view, 'page-return-agree')}<p class="soft">${view.say('page-return-chats')}</p></section>`
