import { addOutlet } from '../../src/domain/reporters/add-outlet.ts'
import { addReporter } from '../../src/domain/reporters/add-reporter.ts'
import { bindContact } from '../../src/domain/reporters/bind-contact.ts'
import { issuePageLink } from '../../src/domain/reporters/issue-page-link.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/postgres.ts'
import { openPhone, type Phone } from '../../test/flows/phones.ts'
import type { MonthDesk } from './month-desk.ts'
import { type MonthPerson, monthPeople, onZalo } from './people.ts'

export type RosterPerson = MonthPerson & { readonly id: string; readonly personId: string; readonly phone: Phone }

/** Puts the 160 on the roster, with the chats, mailboxes and consents they once gave. */
export async function enrolDepartment(desk: MonthDesk): Promise<readonly RosterPerson[]> {
  const { deps, organisationId } = desk
  const by = desk.staff.editor.id
  const outlets = new Map<string, string>()
  const enrolled: RosterPerson[] = []
  let third = 0
  for (const [at, person] of monthPeople().entries()) {
    const { name, outlet, outletKind: kind, group } = person
    const outletId = outlets.get(outlet) ?? (await addOutlet(deps, { organisationId, name: outlet, kind, by }))
    outlets.set(outlet, outletId)
    const id = await addReporter(deps, { organisationId, outletId, fullName: name, locale: 'vi', by })
    const personId = `p-${at + 1}`
    const one = { ...person, id, personId, phone: phoneOf(desk, person, personId) }
    enrolled.push(one)
    if (onZalo.includes(group)) await bindZalo(desk, one, hoursAgo[group] ?? null)
    // Three of those on Zalo have used Telegram before, too.
    if (group === 'telegramOnly' || (group === 'older' && third++ < 3)) await bindTelegram(desk, one)
    if (group === 'mail' || group === 'blockedWithMail') await bindMail(desk, one)
    if (group === 'mail') await issuePageLink(deps, { organisationId, reporterId: id, by })
  }
  return enrolled
}

const hoursAgo: Partial<Readonly<Record<MonthPerson['group'], number>>> = {
  within48Hours: 5,
  within7Days: 100,
  older: 480,
  blocked: 30,
  blockedWithMail: 30,
}

/** Who wrote how long ago, as the story tells it of the day of the first sending. */
export async function asOnTheDay(desk: MonthDesk, people: readonly RosterPerson[]): Promise<void> {
  const longAgo = new Date(desk.clock.now().getTime() - 700 * 3_600_000)
  await desk.db.contact.updateMany({ where: { channel: 'telegram' }, data: { lastInteractionAt: longAgo } })
  for (const { id, personId, group } of people.filter((person) => onZalo.includes(person.group))) {
    const hours = hoursAgo[group]
    if (hours === undefined) continue
    const lastInteractionAt = new Date(desk.clock.now().getTime() - hours * 3_600_000)
    await desk.db.contact.updateMany({ where: { reporterId: id, channel: 'zalo' }, data: { lastInteractionAt } })
    await desk.sandbox.post(`/zalo/people/${personId}/last-interaction`, { hoursAgo: hours })
  }
}

/** Gestures of one person; nobody waits for the desk to rest after each of them. */
const phoneOf = (desk: MonthDesk, { name, group }: MonthPerson, personId: string): Phone =>
  openPhone(
    desk.sandbox,
    { name, channel: group === 'telegramOnly' ? 'telegram' : 'zalo', personId },
    async () => undefined,
  )

export async function bindZalo(desk: MonthDesk, person: RosterPerson, hours: number | null): Promise<void> {
  const { personId, group } = person
  const userId = await addPhone(desk, person, 'zalo')
  const blocked = group === 'blocked' || group === 'blockedWithMail'
  const lastInteractionAt = hours === null ? null : new Date(desk.clock.now().getTime() - hours * 3_600_000)
  await bind(desk, person, { channel: 'zalo', address: userId, lastInteractionAt })
  const hand = (gesture: string, body: object) => desk.sandbox.post(`/zalo/people/${personId}/${gesture}`, body)
  if (blocked) await hand('follow', {})
  await hand('last-interaction', hours === null ? { never: true } : { hoursAgo: hours })
  if (blocked) await hand('block', {})
}

async function bindTelegram(desk: MonthDesk, person: RosterPerson): Promise<void> {
  // The second phone of somebody who is on Zalo already.
  const personId = person.group === 'telegramOnly' ? person.personId : `${person.personId}-tg`
  const userId = await addPhone(desk, { ...person, personId }, 'telegram')
  const lastInteractionAt = new Date(desk.clock.now().getTime() - 600 * 3_600_000)
  await bind(desk, person, { channel: 'telegram', address: userId, lastInteractionAt })
  await desk.sandbox.post(`/telegram/people/${personId}/start`)
}

const bindMail = (desk: MonthDesk, person: RosterPerson): Promise<void> =>
  bind(desk, person, { channel: 'email', address: `${person.personId}@bao.example`, lastInteractionAt: null })

async function addPhone(
  desk: MonthDesk,
  { personId, name }: Pick<RosterPerson, 'personId' | 'name'>,
  channel: 'telegram' | 'zalo',
): Promise<string> {
  const given = { id: personId, name, outlet: '', channel }
  const { person } = await desk.sandbox.post<{ person: { userId: string } }>('/people', given)
  return person.userId
}

async function bind(
  { deps, db, organisationId, accounts, clock }: MonthDesk,
  { id: reporterId, name: displayName }: RosterPerson,
  chat: {
    readonly channel: 'telegram' | 'zalo' | 'email'
    readonly address: string
    readonly lastInteractionAt: Date | null
  },
): Promise<void> {
  const at = clock.now()
  const contactId = newId(at)
  const row = { id: contactId, organisationId, accountId: accounts[chat.channel], displayName, createdAt: at, ...chat }
  await inTransaction(db, async (tx) => {
    await tx.contact.create({ data: row })
    const consent = { text: 'Tôi đồng ý nhận tin.', way: `${chat.channel}:button`, at: at.toISOString() }
    await bindContact(tx, deps, { contactId, reporterId, consent })
  })
}
