import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findOwnArticles } from '../../../domain/articles/own-articles.repository.ts'
import { changeLanguage } from '../../../domain/reporters/change-language.ts'
import { findEmails } from '../../../domain/reporters/email-contacts.repository.ts'
import { loadPersonalRecord } from '../../../domain/reporters/personal-record.repository.ts'
import { openPhone } from '../../../domain/reporters/phone-number.ts'
import { locales } from '../../../texts.ts'
import { html } from '../../ui/html.ts'
import type { WebDeps } from '../../web-deps.ts'
import { chatsOffered } from './continue-in-chat.ts'
import { sendPage } from './page-layout.ts'
import { goOn, pageViewOf } from './page-view.ts'
import { offersEmail } from './receive-by-email.ts'
import { offersPhone } from './receive-by-phone.ts'
import {
  answersPart,
  chatsPart,
  consentsPart,
  emailsPart,
  linksPart,
  messagesPart,
  personPart,
  waysPart,
} from './record-parts.ts'

/** All that is held about the person who reads it, and the ways to change it. */
export function registerAboutMe(server: FastifyInstance, deps: WebDeps): void {
  server.get('/me', async (request, reply) => {
    const view = pageViewOf(request)
    const { id } = view.reporter
    const record = await loadPersonalRecord(deps.db, id)
    const articles = await findOwnArticles(deps.db, id, 200)
    const phone = record.phoneSealed === null ? undefined : openPhone(deps.keyring, record.phoneSealed)
    const offered = await chatsOffered(deps, view)
    const emails = await findEmails(deps.db, id)
    const body = html`${personPart(view, record, { phone, receives: emails.length > 0 })}
${waysPart(view, { chats: offered.length > 0, email: await offersEmail(deps, view), phone: await offersPhone(deps, view) })}
${chatsPart(view, record.chats)}
${emailsPart(view, emails)}
${consentsPart(view, record.consents)}
${answersPart(view, record.answers)}
${linksPart(view, articles)}
${messagesPart(view, record.messages)}`
    return sendPage(view, reply, { title: view.say('page-nav-me'), body, place: 'me' })
  })

  server.post('/language', async (request, reply) => {
    const view = pageViewOf(request)
    const { locale, back } = chosen.parse(request.body)
    await changeLanguage(deps, { reporterId: view.reporter.id, locale })
    return goOn(view, reply, back)
  })
}

const chosen = z.object({
  locale: z.enum(locales),
  /** A place of this very page, or its beginning. */
  back: z
    .string()
    .regex(/^\/(?:links|me|stop|chat|email|phone|(?:bulletins|conferences)\/[0-9a-f-]{36})$/)
    .catch(''),
})
