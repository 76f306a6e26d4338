import type { MonthDesk } from './month-desk.ts'
import type { RosterPerson } from './roster.ts'

/** What many people do at about the same time; then the desk comes to rest. */
export async function eachOf(
  desk: MonthDesk,
  people: readonly RosterPerson[],
  gesture: (person: RosterPerson, at: number) => Promise<void>,
): Promise<void> {
  for (const [at, person] of people.entries()) {
    await gesture(person, at)
    // Gestures have an order in time, as on real phones.
    desk.clock.advance(50)
  }
  await desk.settled()
}

/** Who was sent a notice taps it, and the content follows. */
export const openNotices = (desk: MonthDesk, people: readonly RosterPerson[]): Promise<void> =>
  eachOf(desk, people, ({ phone }) => phone.openNotice())

/** How many messages with these words came to each, as "1×46". */
export async function copiesOf(people: readonly RosterPerson[], words: string): Promise<string> {
  const counts = new Map<number, number>()
  for (const { phone } of people) {
    const copies = (await phone.received()).filter(({ kind, text }) => kind !== 'notice' && text.includes(words)).length
    counts.set(copies, (counts.get(copies) ?? 0) + 1)
  }
  return [...counts]
    .toSorted(([one], [other]) => one - other)
    .map(([copies, count]) => `${copies}×${count}`)
    .join(' ')
}
