import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { agreeOnPage } from '../../../domain/reporters/agree-on-page.ts'
import { hasConsented } from '../../../domain/reporters/joining.repository.ts'
import { locales } from '../../../texts.ts'
import type { WebDeps } from '../../web-deps.ts'
import { consentText } from './consent-panel.ts'
import { goOn, type PageView, pageViewOf } from './page-view.ts'

/** Whether the desk handed out this person's link and they have not agreed on the page yet. Reading needs no consent. */
export const mustAskConsent = async (deps: Pick<WebDeps, 'db'>, { reporter }: PageView): Promise<boolean> =>
  reporter.state === 'active' && reporter.pageSince !== null && !(await hasConsented(deps.db, reporter.id, null))

/** The consent, kept in the words that were shown; it is also how somebody who stopped comes back. */
export function registerAskConsent(server: FastifyInstance, deps: WebDeps): void {
  server.post('/consents', async (request, reply) => {
    const view = pageViewOf(request)
    const { shown } = body.parse(request.body)
    const { id: reporterId, state } = view.reporter
    await agreeOnPage(deps, { reporterId, text: consentText(deps.say, shown, view.organisation) })
    return goOn(view, reply, '', { done: state === 'stopped' ? 'returned' : 'agreed' })
  })
}

/** In which language the words stood that were agreed to. */
const body = z.object({ shown: z.enum(locales) })
