import type { Transaction } from '../../platform/postgres.ts'
import { recordAudit } from '../audit/audit.repository.ts'
import type { Deps } from '../deps.ts'
import { eraseContact, skipDeliveries, skipReplies, withdrawConsents } from './leaving.repository.ts'
import { findBoundChat, findPhoneContacts } from './phones.repository.ts'
import { withdrawPhoneWithin } from './withdraw-phone.ts'

/**
 * The person withdrew at the platform: their data there must go. The reporter stays on the desk's roster, without this chat;
 * what was planned for it is skipped, so that the desk sees whom to call.
 */
export async function forgetContact(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { organisationId, contactId }: { readonly organisationId: string; readonly contactId: string },
): Promise<void> {
  const at = clock.now()
  await withdrawConsents(tx, { contactId }, at)
  await withdrawPhoneOf(tx, contactId, at)
  await skipDeliveries(tx, { contactId }, 'unbound', at)
  await skipReplies(tx, contactId, 'unbound', at)
  await eraseContact(tx, contactId, at)
  const subject = `contact:${contactId}`
  await recordAudit(tx, { organisationId, at, actor: 'system', action: 'chat-forgotten', subject })
}

/** Whoever withdraws at the platform is not written to by number there either. */
async function withdrawPhoneOf(tx: Transaction, contactId: string, at: Date): Promise<void> {
  const chat = await findBoundChat(tx, contactId)
  if (!chat) return
  const phones = await findPhoneContacts(tx, chat.reporterId)
  if (phones.some(({ accountId }) => accountId === chat.accountId)) await withdrawPhoneWithin(tx, chat.reporterId, at)
}
