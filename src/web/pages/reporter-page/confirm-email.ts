import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AskedEmail, confirmEmail, readAskedEmail } from '../../../domain/reporters/confirm-email.ts'
import { type Locale, locales, type Say } from '../../../texts.ts'
import { attempt } from '../../attempt.ts'
import { submitButton } from '../../ui/buttons.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import { pageDocument } from './page-layout.ts'
import { tokenOf } from './page-view.ts'

/**
 * /p/email/:token: where the link of a confirmation mail leads. It asks by a button, since mail scanners open links by themselves, and it
 * shows nothing of anybody: whoever reads that mailbox may be a stranger.
 */
export async function registerConfirmEmail(server: FastifyInstance, deps: WebDeps): Promise<void> {
  await server.register(async (scope) => registerWithin(scope, deps))
}

function registerWithin(server: FastifyInstance, deps: WebDeps): void {
  server.addHook('onRequest', keepPrivate)

  server.get('/p/email/:token', async (request, reply) => {
    const asked = await attempt(readAskedEmail(deps, tokenOf(request)))
    if ('refused' in asked) return sendBroken(deps, reply)
    return send(
      reply,
      asked.value,
      asked.value.served ? done(deps.say, asked.value) : question(deps, reply, asked.value),
    )
  })

  server.post('/p/email/:token', async (request, reply) => {
    const asked = await attempt(readAskedEmail(deps, tokenOf(request)))
    if ('refused' in asked) return sendBroken(deps, reply)
    const { shown } = z.object({ shown: z.enum(locales) }).parse(request.body)
    await confirmEmail(deps, { token: tokenOf(request), text: consentText(deps.say, shown, asked.value) })
    return send(reply, asked.value, done(deps.say, asked.value))
  })
}

/** The very words that are agreed to and kept. */
const consentText = (say: Say, locale: Locale, { organisation, address }: AskedEmail): string =>
  say(locale, 'email-consent-text', { issuer: organisation.name, address })

function question(deps: WebDeps, reply: FastifyReply, asked: AskedEmail): Html {
  const { locale } = asked.reporter
  const view = { csrf: () => reply.generateCsrf() }
  return html`<section class="card ask"><h1>${deps.say(locale, 'email-confirm-title')}</h1>${form(
    view,
    { action: '' },
    [
      html`<blockquote>${consentText(deps.say, locale, asked)}</blockquote>`,
      html`<input type="hidden" name="shown" value="${locale}">`,
      submitButton({ label: deps.say(locale, 'email-confirm-agree') }),
    ],
  )}<p class="soft">${deps.say(locale, 'email-confirm-close')}</p></section>`
}

const done = (say: Say, { reporter: { locale }, organisation, address }: AskedEmail): Html =>
  html`<section class="card"><h1>${say(locale, 'email-confirmed-title')}</h1><p>${say(locale, 'email-confirmed-what', { issuer: organisation.name, address })}</p></section>`

function send(reply: FastifyReply, { reporter: { locale }, organisation }: AskedEmail, content: Html): FastifyReply {
  const body = html`<header class="head"><p class="issuer">${organisation.name}</p></header><main id="main">${content}</main>`
  return reply
    .type('text/html; charset=utf-8')
    .send(pageDocument({ locale, title: organisation.shortName, body }).toString())
}

/** In both languages, since nobody is known. */
function sendBroken(deps: WebDeps, reply: FastifyReply): FastifyReply {
  const part = (locale: Locale) =>
    html`<section lang="${locale}" class="refused"><p>${deps.say(locale, 'error-email-link-broken')}</p></section>`
  const body = html`<main id="main">${part('vi')}${part('en')}</main>`
  const title = deps.say('vi', 'email-confirm-title')
  return reply
    .code(404)
    .type('text/html; charset=utf-8')
    .send(pageDocument({ locale: 'vi', title, body }).toString())
}

/** Neither cached nor found by a search, and not carried on to another site. */
async function keepPrivate(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' })
}
