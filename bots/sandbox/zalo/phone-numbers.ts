import type { People, Person } from '../people.ts'

/** A person's number is a flag, as whoever invents the people says it. */
export const phoneOfPerson = ({ flags }: Person): string | undefined =>
  typeof flags.phone === 'string' ? flags.phone : undefined

export const personByPhone = (people: People, phone: string): Person | undefined =>
  people.all('zalo').find((person) => phoneOfPerson(person) === phone)
