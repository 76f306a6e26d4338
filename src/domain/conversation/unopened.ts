import { findConferenceById } from '../conferences/conferences.repository.ts'
import { mayRead } from '../reporters/reading.repository.ts'
import { invitationContent, publicationContent } from './opening.ts'
import { type AnswerMessage, type MemberTurn, ownContactIds } from './turn.ts'
import { findUnopened, markOpened, type Unopened } from './unopened.repository.ts'

export type OpenedContent = {
  readonly messages: readonly AnswerMessage[]
  /** Ids of the publications and conferences that are in them. */
  readonly opened: ReadonlySet<string>
}

/** More at once would bury the newest; the rest follows with the next message. */
const mostAtOnce = 5

/**
 * Whatever somebody writes opens the way to them, so what was only announced to them follows in full, once:
 * the newest notice of each publication and of each conference.
 */
export async function openUnopened(turn: MemberTurn): Promise<OpenedContent> {
  const unopened = await findUnopened(turn.tx, ownContactIds(turn), turn.reporter.id)
  const messages: AnswerMessage[] = []
  const opened = new Set<string>()
  for (const notice of newestOfEach(unopened).slice(0, mostAtOnce).toReversed()) {
    const content = await contentOf(turn, notice, opened)
    for (const message of content) messages.push({ message, deliveryId: notice.id })
    const same = unopened.filter((other) => matterOf(other) === matterOf(notice))
    await markOpened(
      turn.tx,
      same.map(({ id }) => id),
      turn.now,
    )
  }
  return { messages, opened }
}

const matterOf = ({ publicationId, conferenceId }: Unopened) => publicationId ?? conferenceId

function newestOfEach(unopened: readonly Unopened[]): readonly Unopened[] {
  return unopened.filter((one, at) => unopened.findIndex((other) => matterOf(other) === matterOf(one)) === at)
}

async function contentOf(turn: MemberTurn, { publicationId, conferenceId }: Unopened, opened: Set<string>) {
  if (publicationId !== null) {
    if (!(await mayRead(turn.tx, turn.reporter.id, publicationId, turn.now))) return []
    opened.add(publicationId)
    return publicationContent(turn, publicationId)
  }
  const conference = conferenceId === null ? undefined : await findConferenceById(turn.tx, conferenceId)
  // A reminder of what is over says nothing any more, and one whose bulletin has just gone out says it twice.
  if (!conference || conference.startsAt < turn.now || conference.cancelledAt) return []
  if (conference.publicationId !== null && opened.has(conference.publicationId)) return []
  opened.add(conference.id)
  return [await invitationContent(turn, conference.id)]
}
