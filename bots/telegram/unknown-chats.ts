import { z } from 'zod'
import type { ChannelPorts } from '../../src/channels/channel.ts'
import type { SendOutcome } from '../../src/channels/send-outcome.ts'
import { noteDown } from './sender.ts'

/** One chat that the platform does not know is life; so many among so few speak of another bot's token, or of a wrong roster. */
const many = 10
const ofLast = 50

/** Looks at what became of each sending, says so once when too many chats are unknown, and remembers it for the doctor. */
export function watchUnknownChats(
  ports: Pick<ChannelPorts, 'clock' | 'log' | 'memory'>,
): (outcome: SendOutcome) => Promise<void> {
  let last: readonly boolean[] = []
  return async (outcome) => {
    const isUnknown = outcome.kind === 'recipient-gone' && outcome.code === 'chat-not-found'
    if (!isUnknown && outcome.kind !== 'sent') return
    last = [...last, isUnknown].slice(-ofLast)
    if (last.filter(Boolean).length < many) return
    last = []
    ports.log.error({ event: 'telegram-unknown-chats' }, 'Telegram does not know many of the chats that are written to')
    await noteDown(ports, ports.memory.write({ unknownChatsAt: ports.clock.now().toISOString() }))
  }
}

/** When that was last said. */
export function unknownChatsIn(memory: unknown): Date | undefined {
  const { data } = noted.safeParse(memory)
  return data && new Date(data.unknownChatsAt)
}

const noted = z.object({ unknownChatsAt: z.iso.datetime() })
