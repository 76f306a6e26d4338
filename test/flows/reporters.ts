import type { Deps } from '../../src/domain/deps.ts'
import { addOutlet } from '../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../src/domain/reporters/add-reporter.ts'
import { bindContact } from '../../src/domain/reporters/bind-contact.ts'
import { issuePageLink } from '../../src/domain/reporters/issue-page-link.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/postgres.ts'
import type { Desk } from './desk.ts'
import { openPhone, type Phone } from './phones.ts'

/** How a reporter is reached. `unnoticed`: blocked without a word, so that only sending finds out. */
export type Reach =
  | { readonly on: 'zalo'; readonly hoursAgo: number | null; readonly blocked?: 'known' | 'unnoticed' }
  | { readonly on: 'telegram'; readonly blocked?: 'known' }
  | { readonly on: 'page' }

export type NewReporter = { readonly name: string; readonly reach: Reach; readonly outlet?: string }

export type Reporter = NewReporter & {
  readonly id: string
  readonly phone: Phone
  /** The signed page as "/p/<token>"; asked for only when it is needed. */
  page(): Promise<string>
}

/** As much of a desk as enrolling needs. */
export type Roster = Pick<Desk, 'sandbox' | 'organisationId' | 'accounts' | 'clock' | 'settled'> & {
  readonly deps: Pick<Deps, 'db' | 'clock' | 'keyring' | 'pageLinks'>
  readonly staffIds: Pick<Desk['staffIds'], 'editor'>
}

const outlets = ['Báo Sông Bằng', 'Đài PT-TH Sông Bằng', 'Báo Cao Nguyên Xanh, thường trú'] as const

/** Puts people on the roster with the chats and the consent they once gave, here and at the platforms. */
export async function enrol(desk: Roster, people: readonly NewReporter[]): Promise<ReadonlyMap<string, Reporter>> {
  const { deps, organisationId, staffIds } = desk
  const by = staffIds.editor
  const known = new Map<string, string>()
  for (const name of new Set([...outlets, ...people.flatMap(({ outlet }) => outlet ?? [])]))
    known.set(name, await addOutlet(deps, { organisationId, name, kind: 'provincial-press', by }))
  const enrolled = new Map<string, Reporter>()
  for (const [at, person] of people.entries()) {
    const outlet = person.outlet ?? outlets[at % outlets.length] ?? ''
    const outletId = known.get(outlet) ?? ''
    const id = await addReporter(deps, { organisationId, outletId, fullName: person.name, locale: 'vi', by })
    const page = async () => new URL((await issuePageLink(deps, { organisationId, reporterId: id, by })).url).pathname
    if (person.reach.on === 'page') await page()
    else await bindChat(desk, person, id)
    const channel = person.reach.on === 'page' ? 'zalo' : person.reach.on
    const phone = phoneOf(desk, { name: person.name, channel, personId: personIdOf(person.name) })
    enrolled.set(person.name, { ...person, id, phone, page })
  }
  return enrolled
}

/** The phone of somebody the desk does not know yet. */
export async function strangerWithPhone(desk: Roster, name: string, channel: 'telegram' | 'zalo'): Promise<Phone> {
  const personId = personIdOf(name)
  await desk.sandbox.post('/people', { id: personId, name, outlet: '', channel })
  return phoneOf(desk, { name, channel, personId })
}

/** A gesture takes a moment, and then the desk comes to rest. */
function phoneOf(desk: Roster, owner: { name: string; channel: 'telegram' | 'zalo'; personId: string }): Phone {
  return openPhone(desk.sandbox, owner, async () => {
    desk.clock.advance(1_000)
    await desk.settled()
  })
}

async function bindChat(desk: Roster, { name, reach }: NewReporter, reporterId: string): Promise<void> {
  if (reach.on === 'page') return
  const { sandbox, deps, organisationId, accounts } = desk
  const id = personIdOf(name)
  const { person } = await sandbox.post<{ person: { userId: string } }>('/people', {
    id,
    name,
    outlet: '',
    channel: reach.on,
  })
  const now = desk.clock.now()
  const hoursAgo = reach.on === 'zalo' ? reach.hoursAgo : 24
  const contactId = newId(now)
  const lastInteractionAt = hoursAgo === null ? null : new Date(now.getTime() - hoursAgo * 3_600_000)
  await inTransaction(deps.db, async (tx) => {
    const address = { accountId: accounts[reach.on], channel: reach.on, address: person.userId, displayName: name }
    await tx.contact.create({ data: { id: contactId, organisationId, ...address, lastInteractionAt, createdAt: now } })
    const consent = { text: 'Tôi đồng ý nhận tin.', way: `${reach.on}:button`, at: now.toISOString() }
    await bindContact(tx, deps, { contactId, reporterId, consent })
  })
  const hand = (gesture: string, body: object = {}) => sandbox.post(`/${reach.on}/people/${id}/${gesture}`, body)
  if (reach.on === 'telegram') await hand('start')
  else {
    if (reach.blocked === 'known') await hand('follow')
    await hand('last-interaction', hoursAgo === null ? { never: true } : { hoursAgo })
  }
  if (reach.blocked) await hand('block')
}

const personIdOf = (name: string) =>
  name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/ /g, '-')
