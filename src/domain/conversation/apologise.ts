import type { IncomingEvent } from '../../channels/incoming-event.ts'
import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { findReporter } from '../reporters/reporters.repository.ts'
import { contactLine } from './contact-line.ts'
import { findAccount, findOrCreateChat, lockChat } from './contacts.repository.ts'
import { plainMessage } from './turn.ts'
import { writeReplies } from './write-replies.ts'

/** Tells whoever wrote that it could not be worked on and whom to ask; what they wrote is kept. */
export async function apologise(
  deps: Pick<Deps, 'clock' | 'say'>,
  tx: Transaction,
  {
    accountId,
    inboxId,
    events,
  }: {
    readonly accountId: string
    readonly inboxId: string
    readonly events: readonly IncomingEvent[]
  },
): Promise<readonly { readonly contactId: string }[]> {
  const event = events.find(({ kind }) => kind !== 'reachability' && kind !== 'withdrawn' && kind !== 'received')
  const account = await findAccount(tx, accountId)
  if (!event || !account) return []
  const at = deps.clock.now()
  await lockChat(tx, accountId, event.address)
  const chat = await findOrCreateChat(tx, account, event.address, at)
  const locale = (chat.reporterId && (await findReporter(tx, chat.reporterId))?.locale) || 'vi'
  const { settings } = await loadOrganisation(tx, account.organisationId)
  const paragraphs = [deps.say(locale, 'conversation-failed'), contactLine(deps.say, locale, settings.deskContact)]
  return writeReplies(tx, { contactId: chat.id, accountId, inboxId, at }, [{ message: plainMessage({ paragraphs }) }])
}
