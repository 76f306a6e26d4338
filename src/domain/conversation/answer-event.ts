import type { IncomingEvent } from '../../channels/incoming-event.ts'
import type { Transaction } from '../../platform/postgres.ts'
import type { Deps } from '../deps.ts'
import { forgetPayloadsOf } from '../inbox/inbox-items.repository.ts'
import { loadOrganisation } from '../organisations/organisations.repository.ts'
import { forgetContact } from '../reporters/forget-contact.ts'
import { hasConsented } from '../reporters/joining.repository.ts'
import { findPhoneContacts } from '../reporters/phones.repository.ts'
import { findReporter } from '../reporters/reporters.repository.ts'
import { answerMember } from './answer-member.ts'
import { answerNewcomer } from './answer-newcomer.ts'
import {
  type Chat,
  type ChatAccount,
  findAccount,
  findOrCreateChat,
  loadConversation,
  lockChat,
  saveConversation,
  updateChat,
} from './contacts.repository.ts'
import { readState } from './conversation-state.ts'
import { answerEdited, isOvertaken } from './edited-message.ts'
import { besideQuestion, isBeforeQuestion, sparedWhenLate } from './late.ts'
import { readRequest } from './request.ts'
import { type Answer, answer, isMember, type Turn } from './turn.ts'
import { writeReplies } from './write-replies.ts'

export type Happening = {
  readonly accountId: string
  readonly inboxId: string
  readonly event: IncomingEvent
  /** Among the answers to the same update. */
  readonly position: number
}

/** Lets one event change what it must and writes the answers to it; gives what was written, to be queued after the transaction. */
export async function answerEvent(
  deps: Deps,
  tx: Transaction,
  { accountId, inboxId, event, position }: Happening,
): Promise<readonly { readonly contactId: string }[]> {
  const account = await findAccount(tx, accountId)
  if (!account) return []
  if (event.kind === 'received') return []
  const now = deps.clock.now()
  await lockChat(tx, accountId, event.address)
  const chat = await findOrCreateChat(tx, account, event.address, now)
  if (event.kind === 'withdrawn') {
    await forgetContact(tx, deps, { organisationId: chat.organisationId, contactId: chat.id })
    await forgetPayloadsOf(tx, { accountId, address: event.address })
    return []
  }
  await keepUpWith(tx, chat, event, now)
  if (event.kind === 'reachability') return []
  const turn = await turnOf(deps, tx, account, chat, event)
  const beside = isBeforeQuestion(event, chat.lastInteractionAt, turn)
  const given = await sparedWhenLate(turn, await (beside ? besideQuestion(turn, answerTurn) : answerTurn(turn)))
  await saveConversation(tx, chat.id, given.state, now)
  return writeReplies(tx, { contactId: chat.id, accountId, inboxId, at: now }, given.messages, position)
}

function answerTurn(turn: Turn): Promise<Answer> {
  const { event } = turn
  if (event.kind === 'text' && event.edited) return answerEdited(turn, event)
  const request = readRequest(turn)
  if (isOvertaken(turn, request)) return Promise.resolve(answer(turn, []))
  return isMember(turn) ? answerMember(turn, request) : answerNewcomer(turn, request)
}

/** What the event tells about the chat itself; events may come late and in any order, so only newer ones count. */
async function keepUpWith(tx: Transaction, chat: Chat, event: IncomingEvent, now: Date): Promise<void> {
  // A platform's clock may run ahead of ours, or its time be unreadable.
  const at = event.at <= now ? event.at : now
  const newest = chat.lastInteractionAt === null || at >= chat.lastInteractionAt
  const name = event.displayName?.trim().slice(0, 120)
  if (event.kind === 'reachability') {
    if (!newest) return
    const blocked = { state: 'blocked', stateReason: 'blocked-by-person' } as const
    await updateChat(tx, chat.id, event.reachable ? { state: 'reachable', stateReason: null } : blocked)
    return
  }
  await updateChat(tx, chat.id, {
    ...(event.interaction && newest ? { lastInteractionAt: at } : {}),
    ...(name ? { displayName: name } : {}),
    ...(chat.state !== 'reachable' && newest ? ({ state: 'reachable', stateReason: null } as const) : {}),
  })
}

async function turnOf(
  deps: Deps,
  tx: Transaction,
  { id: accountId, channel: via }: ChatAccount,
  chat: Chat,
  event: IncomingEvent,
): Promise<Turn> {
  const bound = chat.reporterId === null ? undefined : await findReporter(tx, chat.reporterId)
  const reporter = bound?.state === 'left' ? undefined : bound
  const locale = reporter?.locale ?? 'vi'
  return {
    tx,
    deps,
    now: deps.clock.now(),
    via,
    organisation: await loadOrganisation(tx, chat.organisationId),
    contactId: chat.id,
    phoneContactIds: reporter ? await phoneContactsOn(tx, reporter.id, accountId) : [],
    reporter,
    served: reporter?.state === 'active' && (await hasConsented(tx, reporter.id, chat.id)),
    event,
    state: readState(await loadConversation(tx, chat.id)),
    opened: new Set(),
    t: (key, args) => deps.say(locale, key, args),
  }
}

async function phoneContactsOn(tx: Transaction, reporterId: string, accountId: string): Promise<readonly string[]> {
  const contacts = await findPhoneContacts(tx, reporterId)
  return contacts.filter((each) => each.accountId === accountId).map(({ id }) => id)
}
