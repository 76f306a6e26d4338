import { newId } from '../../platform/ids.ts'
import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import type { ActingStaff } from '../organisations/acting-staff.ts'
import { sayMoment } from '../organisations/office-time.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { insertPublication } from '../publications/publications.repository.ts'
import type { Conference } from './conference.ts'

/** The announcement of a move to those invited, as a draft in the office's language; gives its id. */
export async function draftMoveNotice(
  deps: Pick<Deps, 'say' | 'timeZone'>,
  tx: Transaction,
  move: {
    readonly before: Conference
    readonly after: Conference
    readonly issuer: string | undefined
    readonly by: ActingStaff
    readonly at: Date
  },
): Promise<string> {
  const { before, after, by, at } = move
  const { organisationId, kind, title } = after
  const issuer = move.issuer ?? (await loadOrganisation(tx, organisationId)).name
  const moment = (when: Date) => sayMoment(deps.say, 'vi', when, deps.timeZone)
  const lines = [
    deps.say('vi', 'conferences-moved-opening', { kind, title }),
    deps.say('vi', 'conferences-moved-from', { time: moment(before.startsAt), place: before.place }),
    deps.say('vi', 'conferences-moved-to', { time: moment(after.startsAt), place: after.place }),
    deps.say('vi', 'conferences-moved-answer', { time: moment(after.answerBy) }),
  ]
  const id = newId(at)
  await insertPublication(tx, {
    id,
    organisationId,
    kind: 'announcement',
    title: deps.say('vi', 'conferences-moved-title', { title }),
    text: lines.join('\n'),
    issuer,
    audience: { kind: 'invited', conferenceId: after.id },
    createdBy: by.id,
    createdAt: at,
  })
  return id
}
