import { inTransaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import { staffActor } from '../audit/audit-entry.ts'
import type { Deps } from '../deps.ts'
import { findAccountIds } from '../reporters/joining.repository.ts'
import { conferenceNotFound } from './conferences.errors.ts'
import { findConference } from './conferences.repository.ts'
import { invitationParameter } from './invitation-links.ts'
import { countInvitedPeople, findInvitedPeople, type InvitedPerson } from './invitation-ways.repository.ts'

/** How one person opens their invitation: in the chats whose links can say which, and on their signed page in any case. */
export type InvitationWays = Pick<InvitedPerson, 'fullName' | 'outletName'> & {
  readonly chats: readonly { readonly channel: string; readonly url: string }[]
  readonly page: string
}

/** The links of those invited, a sheet at a time, to be printed and handed over; that they were looked at is recorded. */
export async function listInvitationWays(
  deps: Pick<Deps, 'db' | 'clock' | 'channels' | 'keyring' | 'pageLinks'>,
  input: {
    readonly organisationId: string
    readonly conferenceId: string
    readonly by: string
    /** Counts from 1. */
    readonly sheet: number
    readonly perSheet: number
  },
): Promise<{ readonly ways: readonly InvitationWays[]; readonly total: number }> {
  const { organisationId, conferenceId, by, sheet, perSheet } = input
  if (!(await findConference(deps.db, organisationId, conferenceId))) throw conferenceNotFound()
  const at = deps.clock.now()
  const people = await findInvitedPeople(deps.db, conferenceId, { skip: (sheet - 1) * perSheet, take: perSheet })
  const accountIds = await findAccountIds(deps.db, organisationId)
  const ways = people.map(({ invitationId, reporterId, pageKeyVersion: keyVersion, fullName, outletName }) => ({
    fullName,
    outletName,
    chats: invitationChats(deps, accountIds, invitationId),
    page: deps.pageLinks.make({ reporterId, keyVersion }, at, `/conferences/${conferenceId}`),
  }))
  const entry = { actor: staffActor({ id: by }), action: 'invitation-links-viewed' }
  const detail = { people: people.length }
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, { organisationId, at, ...entry, subject: `conference:${conferenceId}`, detail }),
  )
  return { ways, total: await countInvitedPeople(deps.db, conferenceId) }
}

/** Links that open a chat on this very invitation, of the accounts whose links bring something along. */
export function invitationChats(
  { channels, keyring }: Pick<Deps, 'channels' | 'keyring'>,
  accountIds: readonly string[],
  invitationId: string,
): readonly { readonly channel: string; readonly url: string }[] {
  return accountIds.flatMap((accountId) => {
    const channel = channels.byAccount(accountId)
    const url = channel?.startLink?.(invitationParameter(keyring, invitationId))
    return channel && url !== undefined ? [{ channel: channel.name, url }] : []
  })
}
