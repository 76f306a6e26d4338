import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { listAccounts } from '../../../domain/accounts/accounts.repository.ts'
import { keysOf } from '../../../domain/accounts/change-keys.ts'
import { examineAccount } from '../../../domain/accounts/examine-account.ts'
import { readTemplates } from '../../../domain/accounts/read-templates.ts'
import { loadOrganisation } from '../../../domain/organisations/organisations.repository.ts'
import { listStaff } from '../../../domain/staff/list-staff.ts'
import type { StaffMember } from '../../../domain/staff/staff.ts'
import type { TextArguments } from '../../../texts.ts'
import { staffOf } from '../../guard.ts'
import { sendScreen } from '../../screen.ts'
import { html } from '../../ui/html.ts'
import { screenHead } from '../../ui/sections.ts'
import { viewOf } from '../../view.ts'
import type { WebDeps } from '../../web-deps.ts'
import type { AccountsFacts } from './account-card.ts'
import type { TypedAccount } from './account-keys.ts'
import { accountsPanel } from './accounts-panel.ts'
import { calendarPanel, type TypedCalendar } from './calendar-panel.ts'
import { officePanel, type TypedOffice } from './office-panel.ts'
import { sendingPanel, type TypedSending } from './sending-panel.ts'
import { staffPanel, type TypedStaff } from './staff-panel.ts'

/** What was typed into one of the forms and not taken, with the sentence that says why. */
export type Refused = {
  readonly office?: TypedOffice
  readonly sending?: TypedSending
  readonly calendar?: TypedCalendar
  readonly staff?: TypedStaff
  readonly account?: TypedAccount
  wrong(say: (key: string, args?: TextArguments) => string): string
}

/** The administrator's screen: channel accounts, office rules, staff. */
export async function showSettings(deps: WebDeps, request: FastifyRequest, reply: FastifyReply, refused?: Refused) {
  const by = staffOf(request)
  const view = viewOf(deps, request, reply)
  const organisation = await loadOrganisation(deps.db, by.organisationId)
  const accounts = await listAccounts(deps.db, { organisationId: by.organisationId })
  const keys = await Promise.all(accounts.map(async ({ id }) => ({ id, keys: await keysOf(deps, id) })))
  const wrong = refused?.wrong(view.say)
  const shown: AccountsFacts = {
    health: await deps.health(),
    publicUrl: deps.publicUrl,
    keyless: new Set(keys.filter((each) => each.keys !== 'kept').map(({ id }) => id)),
    asked: await askPlatform(deps, request, by),
    refused: refused?.account && { typed: refused.account, wrong: wrong ?? '' },
  }
  const title = view.say('pages-settings-title')
  const body = html`${screenHead({ title, below: organisation.name })}
${accountsPanel(view, accounts, shown)}
${officePanel(view, organisation.settings, refused?.office, refused?.office && wrong)}
${sendingPanel(view, organisation.settings, refused?.sending, refused?.sending && wrong)}
${calendarPanel(view, organisation.settings, refused?.calendar, refused?.calendar && wrong)}
${staffPanel(view, await listStaff(deps, by.organisationId), by.id, refused?.staff, refused?.staff && wrong)}`
  return sendScreen(view, reply, { title, body }, refused ? 422 : 200)
}

const id = z.uuid().optional().catch(undefined)
const askedFor = z.object({ examine: id, templates: id })

/** Only what the address names is asked, since each question costs calls of the account's limit. */
async function askPlatform(deps: WebDeps, request: FastifyRequest, by: StaffMember): Promise<AccountsFacts['asked']> {
  const { examine, templates } = askedFor.parse(request.query)
  const { open } = deps.accounts
  const examined = (await listAccounts(deps.db, { organisationId: by.organisationId })).find(
    (account) => account.id === examine,
  )
  if (examined) return { accountId: examined.id, findings: await examineAccount(deps, examined, open) }
  if (!templates) return {}
  const list = await readTemplates(deps, { accountId: templates, open, by })
  return { accountId: templates, templates: { list } }
}
