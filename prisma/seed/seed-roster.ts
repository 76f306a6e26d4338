import type { Deps } from '../../src/domain/deps.ts'
import type { ActingStaff } from '../../src/domain/organisations/acting-staff.ts'
import { addOffice } from '../../src/domain/reporters/add-office.ts'
import { addOutlet } from '../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../src/domain/reporters/add-reporter.ts'
import { bindContact } from '../../src/domain/reporters/bind-contact.ts'
import { issuePageLink } from '../../src/domain/reporters/issue-page-link.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/postgres.ts'
import { type DemoReporter, demoOrganisation, demoOutlets, demoReporters } from './demo-people.ts'
import { demoAddresses } from './demo-platform.ts'

type Roster = {
  readonly organisationId: string
  readonly editor: ActingStaff
  readonly accounts: Readonly<Record<'telegram' | 'zalo' | 'email', string>>
}

const hourMs = 3_600_000

/** The outlets and reporters, each reachable the way demo-people.ts says, with the consent they once gave. */
export async function seedRoster(deps: Deps, roster: Roster): Promise<void> {
  const { organisationId, editor } = roster
  const outlets = new Map<string, string>()
  for (const { key, ...outlet } of demoOutlets)
    outlets.set(key, await addOutlet(deps, { ...outlet, organisationId, by: editor.id }))
  for (const person of demoReporters) {
    const outletId = outlets.get(person.outlet) ?? ''
    const { reach } = person
    if (reach.channel === 'email' && reach.document) {
      const { address, document } = reach
      await addOffice(deps, { organisationId, outletId, name: person.name, address, document, by: editor.id })
      continue
    }
    const reporterId = await addReporter(deps, {
      organisationId,
      outletId,
      fullName: person.name,
      locale: 'vi',
      by: editor.id,
    })
    if (person.reach.channel === 'page') await issuePageLink(deps, { organisationId, reporterId, by: editor.id })
    else await seedChat(deps, roster, person, reporterId)
  }
}

async function seedChat(
  deps: Deps,
  { organisationId, accounts }: Roster,
  person: DemoReporter,
  reporterId: string,
): Promise<void> {
  const { reach } = person
  const address = reach.channel === 'email' ? reach.address : demoAddresses.get(person.id)
  if (!address || reach.channel === 'page' || reach.channel === 'none') return
  const now = deps.clock.now()
  const byMail = reach.channel === 'email'
  const hoursAgo = reach.channel === 'zalo' ? reach.hoursAgo : byMail ? null : 24
  const contactId = newId(now)
  await inTransaction(deps.db, async (tx) => {
    await tx.contact.create({
      data: {
        id: contactId,
        organisationId,
        accountId: accounts[reach.channel],
        channel: reach.channel,
        address,
        displayName: byMail ? null : person.name,
        lastInteractionAt: hoursAgo === null ? null : new Date(now.getTime() - hoursAgo * hourMs),
        createdAt: now,
      },
    })
    const text = byMail
      ? deps.say('vi', 'email-consent-text', { issuer: demoOrganisation.name, address })
      : deps.say('vi', 'reporters-consent-text', { organisation: demoOrganisation.name })
    await bindContact(tx, deps, {
      contactId,
      reporterId,
      consent: { text, way: byMail ? 'email:confirmed' : `${reach.channel}:button`, at: now.toISOString() },
    })
  })
}
