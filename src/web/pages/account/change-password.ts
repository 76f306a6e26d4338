import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { roles } from '../../../domain/staff/staff.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { submitButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/forms.ts'
import { type Html, html } from '../../ui/html.ts'
import { type View, viewOf } from '../../view.ts'
import { tooManyRequests } from '../../web.errors.ts'
import type { WebDeps } from '../../web-deps.ts'

type Mistake = 'current' | 'next' | 'again'

/** One's own password, first handed out by the administrator. A change ends every other session of the person. */
export function registerChangePassword(server: FastifyInstance, deps: WebDeps): void {
  const config = { requires: roles }
  const perPerson = server.createRateLimit({
    timeWindow: 60_000,
    max: 10,
    keyGenerator: ({ staff }) => staff?.id ?? '',
  })
  server.get('/account/password', { config }, async (request, reply) => {
    const view = viewOf(deps, request, reply)
    return sendScreen(view, reply, { title: view.say('pages-account-password'), body: passwordForm(view) })
  })
  server.post('/account/password', { config }, async (request, reply) => {
    const limit = await perPerson(request)
    if (!limit.isAllowed && limit.isExceeded) throw tooManyRequests()
    const view = viewOf(deps, request, reply)
    const given = fields.safeParse(request.body)
    const mistake = given.success
      ? given.data.next !== given.data.again
        ? 'again'
        : (await request.sessions.changePassword(request, reply, given.data))
          ? undefined
          : 'current'
      : 'next'
    if (!mistake) return goTo(reply, '/', 'password-changed')
    return sendScreen(
      view,
      reply,
      { title: view.say('pages-account-password'), body: passwordForm(view, mistake) },
      422,
    )
  })
}

const fields = z.object({
  current: z.string().min(1).max(128),
  next: z.string().min(12).max(128),
  again: z.string().max(128),
})

function passwordForm(view: View, mistake?: Mistake): Html {
  const { say } = view
  const field = (name: Mistake, autocomplete: string, hint?: string) =>
    textField({
      name,
      type: 'password',
      label: say(`pages-account-password-${name}`),
      hint,
      error: mistake === name ? say(`pages-account-password-${name}-wrong`) : undefined,
      autocomplete,
      required: true,
    })
  return html`<h1>${say('pages-account-password')}</h1>
<p class="lead">${say('pages-account-password-lead')}</p>
${form(view, { action: '/account/password', class: 'stack narrow' }, [
  field('current', 'current-password'),
  field('next', 'new-password', say('pages-account-password-hint')),
  field('again', 'new-password'),
  submitButton({ label: say('pages-account-password-save') }),
])}`
}
