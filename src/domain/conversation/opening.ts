import type { OutgoingMessage } from '../../channels/outgoing-message.ts'
import { composeInvitation } from '../conferences/compose-invitation.ts'
import { findInvitationById } from '../conferences/invitation-ways.repository.ts'
import { inviteReporters } from '../conferences/invite-reporters.ts'
import { settleByEvidence } from '../deliveries/settle-by-evidence.ts'
import { composeAllFiles } from '../publications/compose-all-files.ts'
import { composePublication } from '../publications/compose-publication.ts'
import { composeTheme } from '../publications/compose-theme.ts'
import {
  findInvitedTo,
  findPublicationOfTheme,
  findThemeId,
  mayRead,
  newestBulletin,
} from '../reporters/reading.repository.ts'
import { type Answer, answer, type MemberTurn, sentence } from './turn.ts'

/** What a person asks to see, checked to be theirs; asking for it is also evidence that its delivery arrived. */
export async function openPublication(turn: MemberTurn, publicationId: string): Promise<Answer> {
  if (turn.opened.has(publicationId)) return answer(turn, [])
  if (!(await isTheirs(turn, publicationId))) return sentence(turn, 'conversation-not-yours')
  return answer(turn, await publicationContent(turn, publicationId))
}

export async function openTheme(turn: MemberTurn, themeId: string): Promise<Answer> {
  const publicationId = await findPublicationOfTheme(turn.tx, themeId)
  if (publicationId === undefined || !(await isTheirs(turn, publicationId)))
    return sentence(turn, 'conversation-not-yours')
  return answer(turn, [await composeTheme(within(turn), { ...ids(turn), themeId })])
}

export async function openAllFiles(turn: MemberTurn, publicationId: string): Promise<Answer> {
  if (!(await isTheirs(turn, publicationId))) return sentence(turn, 'conversation-not-yours')
  return answer(turn, [await composeAllFiles(within(turn), { ...ids(turn), publicationId })])
}

/** A typed number: a theme of the newest bulletin this person was sent. */
export async function openNumber(turn: MemberTurn, number: number): Promise<Answer> {
  const bulletin = await newestBulletin(turn.tx, turn.reporter.id, turn.now)
  if (!bulletin) return sentence(turn, 'conversation-no-bulletin')
  // Nothing of what was taken back is told, not even how many themes it had.
  if (bulletin.recalled) return openPublication(turn, bulletin.publicationId)
  const themeId = await findThemeId(turn.tx, bulletin.publicationId, number)
  if (themeId === undefined) return sentence(turn, 'conversation-no-such-theme', { number, title: bulletin.title })
  return openTheme(turn, themeId)
}

export async function openInvitation(turn: MemberTurn, conferenceId: string): Promise<Answer> {
  if (turn.opened.has(conferenceId)) return answer(turn, [])
  if (!(await isInvited(turn, conferenceId))) return sentence(turn, 'conversation-not-yours')
  return answer(turn, [await invitationContent(turn, conferenceId)])
}

/** The messages of a publication with its invitations; the caller has checked whose it is. */
export async function publicationContent(turn: MemberTurn, publicationId: string): Promise<readonly OutgoingMessage[]> {
  const invitedTo = await findInvitedTo(turn.tx, turn.reporter.id, turn.now)
  for (const { conferenceId, publicationId: from } of invitedTo)
    if (from === publicationId) await invite(turn, conferenceId)
  return composePublication(within(turn), { ...ids(turn), publicationId })
}

export const invitationContent = (turn: MemberTurn, conferenceId: string): Promise<OutgoingMessage> =>
  composeInvitation(within(turn), { ...ids(turn), conferenceId })

/** A link that was printed or shown for one person opens nothing to anybody else. */
export async function openInvitationLink(turn: MemberTurn, invitationId: string): Promise<Answer> {
  const invitation = await findInvitationById(turn.tx, invitationId)
  if (invitation?.reporterId !== turn.reporter.id) return sentence(turn, 'conversation-not-yours')
  return openInvitation(turn, invitation.conferenceId)
}

/** Whether this person was invited, by a delivery or because they may read what invites. */
export async function isInvited(turn: MemberTurn, conferenceId: string): Promise<boolean> {
  const invitedTo = await findInvitedTo(turn.tx, turn.reporter.id, turn.now)
  if (!invitedTo.some((conference) => conference.conferenceId === conferenceId)) return false
  await settleByEvidence(turn.tx, { reporterId: turn.reporter.id, at: turn.now, conferenceId })
  await invite(turn, conferenceId)
  return true
}

async function isTheirs(turn: MemberTurn, publicationId: string): Promise<boolean> {
  if (!(await mayRead(turn.tx, turn.reporter.id, publicationId, turn.now))) return false
  await settleByEvidence(turn.tx, { reporterId: turn.reporter.id, at: turn.now, publicationId })
  return true
}

/** Somebody who joined after the sending may answer too. */
const invite = (turn: MemberTurn, conferenceId: string): Promise<void> =>
  inviteReporters(turn.tx, conferenceId, [turn.reporter.id], turn.now, turn.deps.timeZone)

const ids = ({ reporter, contactId }: MemberTurn) => ({ reporterId: reporter.id, contactId })

/** Reads what this very turn has changed. */
const within = ({ deps, tx }: MemberTurn) => ({ ...deps, db: tx })
