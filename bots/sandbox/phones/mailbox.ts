import type { FastifyInstance } from 'fastify'
import PostalMime from 'postal-mime'
import { z } from 'zod'
import { mailboxStates, type StoredMail } from '../email/mailboxes.ts'
import { type MailLine, mailboxPage } from './mailbox-page.ts'
import { html } from './markup.ts'
import { pagePolicy } from './own-pages-only.ts'
import { type PhonesDeps, readView } from './phone-view.ts'

const wanted = z.object({
  address: z.string().optional().catch(undefined),
  mail: z.coerce.number().int().optional().catch(undefined),
})
const change = z.object({ address: z.email(), state: z.enum(mailboxStates), lang: z.string().max(2).default('vi') })

/** The mailboxes beside the phones: the page, the body of one mail for its frame, and the state of a mailbox. */
export function mailboxRoutes(server: FastifyInstance, deps: PhonesDeps): void {
  const { mailboxes } = deps.email

  server.get('/phones/mailbox', async (request, reply) => {
    const { address, mail } = wanted.parse(request.query)
    const all = mailboxes.all()
    const open = all.find((each) => each.address === address) ?? all[0]
    const stored = open ? mailboxes.mailsOf(open.address) : []
    const chosen = stored.find(({ id }) => id === mail)
    const read = chosen && { stored: chosen, email: await PostalMime.parse(chosen.raw) }
    const mails = await Promise.all(stored.slice(0, 50).map(lineOf))
    const page = mailboxPage(readView(deps, request), { mailboxes: all, open, mails, read })
    reply.header('content-security-policy', `${pagePolicy}; frame-src 'self'`)
    return reply.type('text/html; charset=utf-8').send(page.toString())
  })

  server.get('/phones/mail', async (request, reply) => {
    const stored = mailboxes.mail(z.object({ id: z.coerce.number().int() }).parse(request.query).id)
    if (!stored) throw Object.assign(new Error('no such mail'), { statusCode: 404 })
    const email = await PostalMime.parse(stored.raw)
    const body = email.html ?? html`<pre>${email.text ?? ''}</pre>`.toString()
    reply.header('content-security-policy', bodyPolicy)
    // Its links open beside the page, as in a mail program.
    return reply.type('text/html; charset=utf-8').send(body.replace(/<head>|^/, '$&<base target="_blank">'))
  })

  server.post('/phones/mailbox', (request, reply) => {
    const { address, state, lang } = change.parse(request.body)
    mailboxes.set({ address, state })
    return reply.redirect(`mailbox?${new URLSearchParams({ address, lang })}`, 303)
  })
}

/** What came by mail is nobody's page: it may show its words and its own style, and open links, nothing else. */
const bodyPolicy = [
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'",
  "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
].join('; ')

async function lineOf({ id, at, raw }: StoredMail): Promise<MailLine> {
  const { subject = '–' } = await PostalMime.parse(raw)
  return { id, at, subject }
}
