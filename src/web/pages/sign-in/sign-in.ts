import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { roles } from '../../../domain/staff/staff.ts'
import { localPath } from '../../local-path.ts'
import { keepPreferences, preferences } from '../../preferences.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { notice } from '../../ui/sections.ts'
import { type View, viewOf } from '../../view.ts'
import { tooManyRequests } from '../../web.errors.ts'
import type { DemoAccount, WebDeps } from '../../web-deps.ts'

/** Name and password; in the demo also one button per known account. */
export function registerSignIn(server: FastifyInstance, deps: WebDeps): void {
  const accounts = deps.demo?.accounts ?? []
  server.get('/sign-in', async (request, reply) => {
    const { next, ...wanted } = query.parse(request.query)
    if (wanted.lang || wanted.theme) {
      keepPreferences(reply, wanted)
      return reply.redirect(next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in', 303)
    }
    if (request.staff) return reply.redirect(localPath(next), 303)
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, {
      title: view.say('pages-sign-in-title'),
      body: signInForm(view, accounts, { next }),
    })
  })
  // Counted per address and name, and per address alone: one person's typing, and one machine's guessing.
  const minute = { timeWindow: 60_000 }
  const perName = server.createRateLimit({ ...minute, max: 10, keyGenerator: (each) => `${each.ip} ${emailOf(each)}` })
  const perAddress = server.createRateLimit({ ...minute, max: 60, keyGenerator: (each) => each.ip })
  server.post('/sign-in', async (request, reply) => {
    for (const limit of [await perAddress(request), await perName(request)]) {
      if (!limit.isAllowed && limit.isExceeded) throw tooManyRequests()
    }
    const given = credentials.safeParse(request.body)
    if (given.success && (await request.sessions.signIn(request, reply, given.data)))
      return goTo(reply, localPath(given.data.next))
    const view = viewOf(deps, request, reply)
    const body = signInForm(view, accounts, { email: emailOf(request), wrong: true, next: given.data?.next })
    return sendScreen(view, reply, { title: view.say('pages-sign-in-title'), body }, 422)
  })
  server.post('/sign-out', { config: { requires: roles } }, async (request, reply) => {
    await request.sessions.signOut(request, reply)
    return goTo(reply, '/sign-in')
  })
}

const query = preferences.extend({ next: z.string().max(2000).optional().catch(undefined) })
const credentials = z.object({
  email: z.string().max(200),
  password: z.string().min(1).max(128),
  next: z.string().max(2000).optional(),
})
const emailOf = (request: FastifyRequest): string =>
  z.object({ email: z.string().max(200).trim().toLowerCase() }).safeParse(request.body).data?.email ?? ''

function signInForm(
  view: View,
  accounts: readonly DemoAccount[],
  typed: { readonly email?: string; readonly wrong?: boolean; readonly next?: string | undefined },
): Html {
  const { say } = view
  const next = typed.next ? html`<input type="hidden" name="next" value="${typed.next}">` : ''
  return html`<div class="sign-in">
<section>
<h1>${say('pages-sign-in-title')}</h1>
<p class="lead">${say('pages-sign-in-lead')}</p>
${typed.wrong ? notice('bad', say('pages-sign-in-wrong')) : ''}
${form(view, { action: '/sign-in', class: 'stack' }, [
  next,
  textField({
    name: 'email',
    type: 'email',
    label: say('pages-sign-in-email'),
    value: typed.email,
    autocomplete: 'username',
    required: true,
    autofocus: true,
  }),
  textField({
    name: 'password',
    type: 'password',
    label: say('pages-sign-in-password'),
    autocomplete: 'current-password',
    required: true,
  }),
  submitButton({ label: say('pages-sign-in-submit') }),
])}
</section>
${accounts.length > 0 ? demoAccounts(view, accounts, next) : ''}
</div>`
}

function demoAccounts(view: View, accounts: readonly DemoAccount[], next: Html | ''): Html {
  const { say } = view
  const rows = accounts.map(
    (each) =>
      html`<li>${form(view, { action: '/sign-in', class: 'inline' }, [
        next,
        html`<input type="hidden" name="email" value="${each.email}"><input type="hidden" name="password" value="${each.password}">`,
        html`<button type="submit" class="demo-account"><strong>${each.name}</strong><span>${say(`web-role-${each.role}`)}</span><small>${each.email}</small></button>`,
      ])}</li>`,
  )
  return html`<section class="demo-accounts"><h2>${say('pages-sign-in-demo')}</h2><p>${say('pages-sign-in-demo-note')}</p><ul>${rows}</ul></section>`
}
