import type { FastifyInstance } from 'fastify'
import { type IssuedCode, issueRegistrationCode } from '../../../domain/reporters/issue-registration-code.ts'
import { findAccountIds } from '../../../domain/reporters/joining.repository.ts'
import { submitButton } from '../../ui/buttons.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { pageNotFound } from '../../web.errors.ts'
import type { WebDeps } from '../../web-deps.ts'
import { sendPage } from './page-layout.ts'
import { type PageView, pageViewOf } from './page-view.ts'

/** From the page into a chat: a code that binds one chat to this reporter, asked for by a tap and shown once. */
export function registerContinueInChat(server: FastifyInstance, deps: WebDeps): void {
  server.get('/chat', async (request, reply) => {
    const view = pageViewOf(request)
    if ((await chatsOffered(deps, view)).length === 0) throw pageNotFound()
    return sendPage(view, reply, { title: view.say('page-chat-link'), body: askForCode(view), place: 'me' })
  })

  // Only its hash is kept, so the code cannot be shown again after a redirect: this answer is the one place where it stands.
  server.post('/chat', async (request, reply) => {
    const view = pageViewOf(request)
    const channels = await chatsOffered(deps, view)
    if (channels.length === 0) throw pageNotFound()
    const { organisationId, id: reporterId } = view.reporter
    const issued = await issueRegistrationCode(deps, { organisationId, reporterId, by: 'page' })
    const body = shownCode(view, issued, channels)
    return sendPage(view, reply, { title: view.say('page-chat-link'), body, place: 'me' })
  })
}

/** The channels in which the office can be written to now, each once. */
export async function chatsOffered(deps: Pick<WebDeps, 'db' | 'channels'>, view: PageView): Promise<readonly string[]> {
  const accounts = await findAccountIds(deps.db, view.organisation.id)
  const names = accounts.flatMap((id) => deps.channels.byAccount(id)?.name ?? [])
  return [...new Set(names)].filter((name) => view.knows(`page-chat-how-${name}`)).toSorted()
}

const askForCode = (view: PageView): Html =>
  html`<section class="card"><h1>${view.say('page-chat-title')}</h1><p>${view.say('page-chat-what')}</p>${form(view, { action: `${view.base}/chat` }, submitButton({ label: view.say('page-chat-get') }))}</section>`

function shownCode(view: PageView, { code, expiresAt, links }: IssuedCode, channels: readonly string[]): Html {
  const ways = channels.map((channel) => {
    const urls = links.filter((link) => link.channel === channel)
    const buttons = urls.map(
      ({ url }) =>
        html`<p><a class="button primary" href="${url}" rel="noopener noreferrer">${view.say('page-chat-open', { channel: view.say(`page-channel-${channel}`) })}</a></p>`,
    )
    return html`<li><h2>${view.say(`page-channel-${channel}`)}</h2><p>${view.say(`page-chat-how-${channel}`, { issuer: view.organisation.name, code })}</p>${buttons}</li>`
  })
  return html`<section class="card"><h1>${view.say('page-chat-title')}</h1><p>${view.say('page-chat-code')}</p><p class="code">${code}</p><p class="soft">${view.say('page-chat-until')} ${view.moment(expiresAt)}</p><ul class="plain-list">${ways}</ul></section>`
}
