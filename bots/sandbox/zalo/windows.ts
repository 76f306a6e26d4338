import type { ChatState } from './chats.ts'
import { refusal } from './refusal.ts'
import type { ZaloSwitches } from './switches.ts'

const hourMs = 3_600_000
const freeMs = 48 * hourMs
const chargedMs = 7 * 24 * hourMs
const templateMs = 365 * 24 * hourMs
const welcomeMessages = 3

/** What a free message to this person costs; refuses where none may go. */
export type CsTerms =
  | { readonly kind: 'welcome'; readonly remain: number }
  | { readonly kind: 'reply' }
  | { readonly kind: 'charged'; readonly costVnd: number }

export function csTerms(chat: ChatState, now: Date, switches: ZaloSwitches): CsTerms {
  if (chat.blocked) throw refusal(switches.blockedCode, 'the user does not receive this kind of message')
  if (chat.lastInteractionAt === null) {
    if (chat.welcomes >= welcomeMessages) throw refusal(switches.neverCode, 'the user has not interacted with the OA')
    return { kind: 'welcome', remain: welcomeMessages - chat.welcomes - 1 }
  }
  const sinceMs = now.getTime() - chat.lastInteractionAt.getTime()
  if (sinceMs > chargedMs)
    throw refusal(switches.lateCode, 'the user has not interacted with the OA in the past 7 days')
  const capped = switches.replyCapIn48h !== null && chat.replies >= switches.replyCapIn48h
  if (capped && sinceMs <= freeMs && switches.overReplyCap === 'refuse')
    throw refusal(-218, 'the free replies to this user are used up')
  return sinceMs > freeMs || capped ? { kind: 'charged', costVnd: 55 } : { kind: 'reply' }
}

/** Templates by user id reach whoever interacted within about a year. */
export function checkTemplateWindow(chat: ChatState, now: Date, switches: ZaloSwitches): void {
  if (chat.blocked) throw refusal(switches.blockedCode, 'the user does not receive this kind of message')
  if (chat.lastInteractionAt === null) throw refusal(switches.neverCode, 'the user has not interacted with the OA')
  if (now.getTime() - chat.lastInteractionAt.getTime() > templateMs)
    throw refusal(switches.templateLateCode, 'interaction is expired')
}
