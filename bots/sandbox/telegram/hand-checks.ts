import type { Person } from '../people.ts'
import type { Bot } from './bots.ts'
import type { TelegramState } from './method.ts'

/** What a person cannot do on their phone now; `status` is what control answers. */
export class HandError extends Error {
  override readonly name = 'HandError'
  readonly statusCode: number

  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

export function requireStarted(state: TelegramState, person: Person, bot: Bot): Person {
  if (person.flags.deactivated === true) throw new HandError(409, 'This person deleted the account')
  if (!state.chats.find(bot.id, Number(person.userId))?.started)
    throw new HandError(409, 'This person has not pressed Start yet')
  return person
}

export function requireOpen(state: TelegramState, person: Person, bot: Bot): Person {
  requireStarted(state, person, bot)
  if (state.chats.find(bot.id, Number(person.userId))?.blocked) throw new HandError(409, 'This person blocked the bot')
  return person
}

export function requirePerson(state: TelegramState, personId: string): Person {
  const person = state.frame.people.byId(personId)
  if (person?.channel !== 'telegram') throw new HandError(404, 'Nobody with that id is on Telegram')
  return person
}

/** The bot of that name, else the one this person used last, else the newest. */
export function requireBot(state: TelegramState, person: Person, username: string | undefined): Bot {
  const bots = state.bots.all()
  const last = state.chats.ofUser(Number(person.userId))[0]?.botId
  const bot =
    username === undefined
      ? (bots.find(({ id }) => id === last) ?? bots.at(-1))
      : bots.find((one) => one.username === username)
  if (!bot) throw new HandError(404, 'There is no such bot')
  return bot
}
