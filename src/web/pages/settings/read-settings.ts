import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { listAccounts } from '../../../domain/accounts/accounts.repository.ts'
import { changeSettings } from '../../../domain/organisations/change-settings.ts'
import { loadOrganisation } from '../../../domain/organisations/organisations.repository.ts'
import { addStaff } from '../../../domain/staff/add-staff.ts'
import { disableStaff } from '../../../domain/staff/disable-staff.ts'
import { listStaff } from '../../../domain/staff/list-staff.ts'
import { may, newStaffSchema } from '../../../domain/staff/staff.ts'
import { attempt } from '../../attempt.ts'
import { sentenceOf } from '../../error-page.ts'
import { staffOf } from '../../guard.ts'
import { goTo, sendScreen } from '../../screen.ts'
import { html } from '../../ui/html.ts'
import { screenHead } from '../../ui/sections.ts'
import { viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import { accountsPanel } from './accounts-panel.ts'
import { officePanel, type TypedOffice } from './office-panel.ts'
import { staffPanel, type TypedStaff } from './staff-panel.ts'

/** The administrator's screen: channel accounts, office rules, staff. */
export function registerReadSettings(server: FastifyInstance, deps: WebDeps): void {
  const administrators = { config: { requires: may.administer } }

  server.get('/settings', administrators, (request, reply) => show(request, reply))

  server.post('/settings/office', administrators, async (request, reply) => {
    const typed = officeBody.parse(request.body)
    const by = staffOf(request)
    const hours = (text: string) => Number(text.replace(',', '.'))
    const settings = {
      quietHours: { from: typed.quietFrom, to: typed.quietTo },
      reminders: {
        answerByBeforeHours: hours(typed.answerByBeforeHours),
        dayBeforeHours: hours(typed.dayBeforeHours),
        sameDayBeforeHours: hours(typed.sameDayBeforeHours),
      },
      fileLimitMb: Number(typed.fileLimitMb),
      deskContact: typed.deskContact,
    }
    const changed = await attempt(changeSettings(deps, { organisationId: by.organisationId, settings, by }))
    if ('value' in changed) return goTo(reply, '/settings#office', 'settings-saved')
    return show(request, reply, { office: typed, wrong: (say) => sentenceOf(say, changed.refused) })
  })

  server.post('/staff', administrators, async (request, reply) => {
    const typed = staffBody.parse(request.body)
    const given = newStaffSchema.safeParse(typed)
    const { organisationId } = staffOf(request)
    if (!given.success) {
      const field = String(given.error.issues[0]?.path[0] ?? 'name')
      return show(request, reply, { staff: typed, wrong: (say) => say(`pages-settings-staff-wrong-${field}`) })
    }
    const added = await attempt(addStaff(deps, { ...given.data, organisationId }))
    if ('value' in added) return goTo(reply, '/settings#staff', 'staff-added')
    return show(request, reply, { staff: typed, wrong: (say) => sentenceOf(say, added.refused) })
  })

  server.post('/staff/:id/removals', administrators, async (request, reply) => {
    const { id: by, organisationId } = staffOf(request)
    await disableStaff(deps, { organisationId, id: z.object({ id: z.string().max(64) }).parse(request.params).id, by })
    return goTo(reply, '/settings#staff', 'staff-disabled')
  })

  async function show(request: FastifyRequest, reply: FastifyReply, refused?: Refused) {
    const { organisationId, id } = staffOf(request)
    const view = viewOf(deps, request, reply)
    const organisation = await loadOrganisation(deps.db, organisationId)
    const accounts = await listAccounts(deps.db, { organisationId })
    const health = await deps.health()
    const wrong = refused?.wrong(view.say)
    const title = view.say('pages-settings-title')
    const body = html`${screenHead({ title, below: organisation.name })}
${accountsPanel(view, accounts, health)}
${officePanel(view, organisation.settings, refused?.office, refused?.office && wrong)}
${staffPanel(view, await listStaff(deps, organisationId), id, refused?.staff, refused?.staff && wrong)}`
    return sendScreen(view, reply, { title, body }, refused ? 422 : 200)
  }
}

type Refused = {
  readonly office?: TypedOffice
  readonly staff?: TypedStaff
  wrong(say: (key: string, args?: Readonly<Record<string, string | number>>) => string): string
}

const word = z.string().max(400).default('')
const officeBody = z.object({
  quietFrom: word,
  quietTo: word,
  answerByBeforeHours: word,
  dayBeforeHours: word,
  sameDayBeforeHours: word,
  fileLimitMb: word,
  deskContact: word,
})
const staffBody = z.object({ name: word, email: word, role: word, password: word })
