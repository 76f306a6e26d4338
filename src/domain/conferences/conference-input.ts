import { z } from 'zod'
import { type Conference, takesAnswers } from './conference.ts'
import { conferenceInvalid, conferenceTimes } from './conferences.errors.ts'

const line = (longest: number) => z.string().trim().normalize('NFC').max(longest)

/** What an editor enters; the answer is due before the beginning, and both lie ahead. */
const conferenceInput = z.object({
  kind: line(80).min(1),
  title: line(500).min(1),
  startsAt: z.date(),
  place: line(300).min(1),
  agenda: z.string().trim().normalize('NFC').max(5000).default(''),
  answerBy: z.date(),
  contact: line(200).default(''),
})

export type ConferenceInput = z.input<typeof conferenceInput>

export function checkConference(input: ConferenceInput, now: Date): z.output<typeof conferenceInput> {
  const parsed = conferenceInput.safeParse(input)
  if (!parsed.success) throw conferenceInvalid()
  checkTimes(parsed.data, now)
  return parsed.data
}

function checkTimes(times: Pick<Conference, 'startsAt' | 'answerBy'>, now: Date): void {
  const inOrder = times.answerBy < times.startsAt && now < times.startsAt
  if (!inOrder || !takesAnswers({ ...times, cancelledAt: null }, now)) throw conferenceTimes()
}
