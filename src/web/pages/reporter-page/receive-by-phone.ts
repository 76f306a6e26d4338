import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { agreeToPhoneOnPage } from '../../../domain/reporters/agree-to-phone.ts'
import { maskedPhone, openPhone } from '../../../domain/reporters/phone-number.ts'
import { findPhone, findPhoneAccount } from '../../../domain/reporters/phones.repository.ts'
import { withdrawPhone } from '../../../domain/reporters/withdraw-phone.ts'
import { type Locale, locales } from '../../../texts.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { actionButton, form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { pageNotFound } from '../../web.errors.ts'
import type { WebDeps } from '../../web-deps.ts'
import { doneNotice, sendPage } from './page-layout.ts'
import { doneSentence, goOn, type PageView, pageViewOf } from './page-view.ts'

/** Whether notices to a number can be agreed to, or were: some account of the office must be able to write to one. */
export const offersPhone = async (
  { db }: Pick<WebDeps, 'db'>,
  { organisation, reporter }: PageView,
): Promise<boolean> => reporter.state === 'active' && (await findPhoneAccount(db, organisation.id)) !== undefined

/** Notices to the person's own number, for when no chat carries them: agreed to in words that are kept, and taken back here. */
export function registerReceiveByPhone(server: FastifyInstance, deps: WebDeps): void {
  server.get('/phone', (request, reply) => show(request, reply))

  server.post('/phone/consents', async (request, reply) => {
    const view = pageViewOf(request)
    const { phone, shown } = given.parse(request.body)
    const text = consentText(deps, shown, view)
    const agreed = await attempt(agreeToPhoneOnPage(deps, { reporterId: view.reporter.id, typed: phone, text }))
    if ('refused' in agreed) return show(request, reply, { phone, wrong: sentenceOf(view.say, agreed.refused) })
    return goOn(view, reply, '/phone', { done: 'phone-agreed' })
  })

  server.post('/phone/withdrawals', async (request, reply) => {
    const view = pageViewOf(request)
    await withdrawPhone(deps, { reporterId: view.reporter.id })
    return goOn(view, reply, '/phone', { done: 'phone-withdrawn' })
  })

  async function show(request: FastifyRequest, reply: FastifyReply, refused?: Refused) {
    const view = pageViewOf(request)
    if (!(await offersPhone(deps, view))) throw pageNotFound()
    const kept = await findPhone(deps.db, view.reporter.id)
    const number = kept?.phoneSealed ? openPhone(deps.keyring, kept.phoneSealed) : undefined
    const masked = number === undefined ? undefined : maskedPhone(number)
    const since = kept?.phoneConsentAt ?? undefined
    const card =
      since && masked && !refused
        ? agreedCard(view, masked, since)
        : askCard(view, consentText(deps, view.reporter.locale, view), masked, refused)
    const body = html`${doneNotice(doneSentence(view, request))}${card}`
    return sendPage(view, reply, { title: view.say('page-phone-title'), body, place: 'me' }, refused ? 422 : 200)
  }
}

type Refused = { readonly phone: string; readonly wrong: string }

const given = z.object({ phone: z.string().max(60).default(''), shown: z.enum(locales) })

/** The very words that are agreed to and kept. */
const consentText = ({ say }: Pick<WebDeps, 'say'>, locale: Locale, { organisation }: PageView): string =>
  say(locale, 'page-phone-text', { issuer: organisation.name })

const agreedCard = (view: PageView, masked: string, since: Date): Html =>
  html`<section class="card"><h1>${view.say('page-phone-title')}</h1><p>${view.say('page-phone-agreed', { phone: masked })} ${view.figures(since)}</p>
${actionButton(view, { action: `${view.base}/phone/withdrawals`, label: view.say('page-phone-withdraw'), look: 'danger' })}</section>`

function askCard(view: PageView, text: string, masked: string | undefined, refused: Refused | undefined): Html {
  const { say } = view
  const fields = form(view, { action: `${view.base}/phone/consents`, class: 'stack' }, [
    textField({
      name: 'phone',
      type: 'tel',
      autocomplete: 'tel',
      label: say('page-phone-number'),
      hint: masked ? say('page-phone-keep', { phone: masked }) : say('page-phone-hint'),
      value: refused?.phone ?? '',
      required: masked === undefined,
      ...(refused ? { error: refused.wrong } : {}),
    }),
    html`<blockquote>${text}</blockquote><input type="hidden" name="shown" value="${view.reporter.locale}">`,
    submitButton({ label: say('page-phone-agree') }),
  ])
  return html`<section class="card"><h1>${say('page-phone-title')}</h1><p>${say('page-phone-what')}</p>${fields}</section>`
}
