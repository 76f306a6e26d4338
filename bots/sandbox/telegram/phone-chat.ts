import type { Contact, InlineKeyboardButton, MessageEntity, ReplyKeyboardMarkup } from '@grammyjs/types'
import type { StoredMessage } from './chats.ts'
import { requireBot, requirePerson } from './hand-checks.ts'
import type { TelegramState } from './method.ts'

/** One bubble as the person sees it. */
export type PhoneMessage = {
  readonly messageId: number
  readonly fromBot: boolean
  /** ISO times by the sandbox's clock. */
  readonly sentAt: string
  readonly editedAt: string | null
  readonly deleted: boolean
  /** Text or caption, with the entities that format it (UTF-16 offsets). */
  readonly text: string
  readonly entities: readonly MessageEntity[]
  readonly buttons: readonly (readonly InlineKeyboardButton[])[]
  readonly file: {
    readonly fileId: string
    readonly name: string
    readonly mediaType: string
    readonly sizeBytes: number
  } | null
  readonly sticker: string | null
  readonly contact: Contact | null
  readonly albumId: string | null
}

export type PhoneChat = {
  readonly bot: { readonly username: string; readonly name: string } | null
  readonly started: boolean
  readonly blocked: boolean
  readonly messages: readonly PhoneMessage[]
  /** The keyboard below the chat. */
  readonly keyboard: ReplyKeyboardMarkup | null
  /** The person deleted this chat and has heard nothing since: a phone offers Start again. */
  readonly cleared: boolean
  /** Taps whose waiting sign still turns. */
  readonly waitingTaps: number
  /** The last notice a bot put over the chat. */
  readonly notice: { readonly text: string; readonly at: string; readonly alert: boolean } | null
}

/** The chat of a person with a bot as their phone shows it; deleted messages stay, marked, for whoever asserts. */
export function readPhoneChat(state: TelegramState, personId: string, botName?: string): PhoneChat {
  const person = requirePerson(state, personId)
  const userId = Number(person.userId)
  if (state.bots.all().length === 0)
    return {
      ...{ bot: null, started: false, blocked: false, messages: [], keyboard: null, cleared: false },
      ...{ waitingTaps: 0, notice: null },
    }
  const bot = requireBot(state, person, botName)
  const chat = state.chats.find(bot.id, userId)
  const { keyboard, clearedUpTo } = state.phoneSides.of(bot.id, userId)
  const seen = state.chats.all(bot.id, userId).filter(({ message }) => message.message_id > clearedUpTo)
  const notice = state.callbacks.lastNotice(bot.id, userId)
  return {
    bot: { username: bot.username, name: bot.name },
    started: chat?.started ?? false,
    blocked: chat?.blocked ?? false,
    messages: seen.map(toPhoneMessage),
    keyboard,
    cleared: clearedUpTo > 0 && seen.length === 0,
    waitingTaps: state.callbacks.openCount(bot.id, userId),
    notice: notice ? { ...notice, at: new Date(notice.at).toISOString() } : null,
  }
}

function toPhoneMessage({ message, fromBot, sentAt, editedAt, deletedAt }: StoredMessage): PhoneMessage {
  const { document, sticker, contact } = message
  return {
    messageId: message.message_id,
    fromBot,
    sentAt: new Date(sentAt).toISOString(),
    editedAt: editedAt === null ? null : new Date(editedAt).toISOString(),
    deleted: deletedAt !== null,
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    buttons: message.reply_markup?.inline_keyboard ?? [],
    file: document
      ? {
          fileId: document.file_id,
          name: document.file_name ?? '',
          mediaType: document.mime_type ?? '',
          sizeBytes: document.file_size ?? 0,
        }
      : null,
    sticker: sticker?.emoji ?? null,
    contact: contact ?? null,
    albumId: message.media_group_id ?? null,
  }
}
