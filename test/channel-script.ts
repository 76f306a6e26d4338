import type { Channel, Part, Reach } from '../src/channels/channel.ts'
import type { Channels } from '../src/channels/channels.ts'
import type { Outgoing } from '../src/channels/outgoing-message.ts'
import type { SendOutcome, SendResult } from '../src/channels/send-outcome.ts'

/** A platform that answers by a script: it stands for the outside world and remembers what arrived there. */
export type ScriptedChannel = Channel & {
  /** The next answers to this address, in order; when they are used up, everything is accepted. */
  script(address: string, ...answers: readonly Answer[]): void
  /** From now on everything is accepted. */
  forget(): void
  /** All calls, accepted or not. */
  readonly calls: readonly Call[]
  /** What was searched for, as "<address>: <text>". */
  readonly searches: readonly string[]
  /** What the platform itself says of somebody's last interaction, and how often it was asked. */
  readonly word: { readonly last: Map<string, Date | null>; asked: number }
  /** What a person's phone shows: the accepted calls, or those that arrived although no answer came back. */
  phone(address: string): readonly string[]
}

/** `arrived` on an unknown answer: the person got it all the same. A function runs in the middle of the call. */
export type Answer = SendResult & { readonly arrived?: boolean; readonly meanwhile?: () => Promise<unknown> }
export type Call = { readonly address: string; readonly text: string; readonly answer: SendResult['kind'] }

const windowMs = 7 * 86_400_000
const edgeMs = 3_600_000

export function scriptedChannel(options: {
  readonly accountId: string
  readonly name?: string
  /** `windowed` carries full messages for seven days after the last interaction, then only notices. */
  readonly windowed?: boolean
  readonly noticeCostVnd?: number
  readonly pace?: Channel['pace']
}): ScriptedChannel {
  const { accountId, name = 'telegram', windowed = false, noticeCostVnd = 0 } = options
  const answers = new Map<string, Answer[]>()
  const calls: Call[] = []
  const phones = new Map<string, string[]>()
  const searches: string[] = []
  const word = { last: new Map<string, Date | null>(), asked: 0 }
  return {
    accountId,
    name,
    pace: options.pace ?? { messages: 1_000, perMs: 100 },
    calls,
    searches,
    word,
    script: (address, ...given) => answers.set(address, [...(answers.get(address) ?? []), ...given]),
    forget: () => answers.clear(),
    phone: (address) => phones.get(address) ?? [],
    reach({ address, lastInteractionAt, now }): Reach {
      if (address.startsWith('phone:')) return { kind: 'notice', costVnd: 2 * noticeCostVnd }
      if (!windowed) return { kind: 'message', costVnd: 0 }
      if (!lastInteractionAt) return { kind: 'introduction', costVnd: 0 }
      const sinceMs = now.getTime() - lastInteractionAt.getTime()
      const doubtful = Math.abs(sinceMs - windowMs) <= edgeMs ? ({ doubtful: true } as const) : {}
      if (sinceMs <= windowMs) return { kind: 'message', costVnd: 0, ...doubtful }
      return { kind: 'notice', costVnd: noticeCostVnd, ...doubtful }
    },
    render: (outgoing) => textsOf(outgoing).map((text): Part => ({ channel: name, body: text })),
    async send(address, part): Promise<SendOutcome> {
      const text = String(part.body)
      const costVnd = text.startsWith('notice:') ? noticeCostVnd : 0
      const sent: Answer = { kind: 'sent', messageIds: [`m${calls.length + 1}`], costVnd }
      const { meanwhile, arrived, ...answer } = answers.get(address)?.shift() ?? sent
      calls.push({ address, text, answer: answer.kind })
      await meanwhile?.()
      if (answer.kind === 'sent' || arrived) phones.set(address, [...(phones.get(address) ?? []), text])
      return { ...answer, trace: { method: 'send', durationMs: 1 } }
    },
    async findSent(address, part) {
      searches.push(`${address}: ${part.body}`)
      const at = (phones.get(address) ?? []).indexOf(String(part.body))
      return at < 0 ? undefined : `found-${at + 1}`
    },
    async lastInteraction(address) {
      word.asked += 1
      return word.last.get(address)
    },
    read: () => [],
    check: async () => ({ kind: 'ok' }),
    examine: async () => [],
  }
}

/** A block is a message of its own; a notice is one. */
function textsOf(outgoing: Outgoing): readonly string[] {
  if (outgoing.kind === 'notice') return [`notice: ${outgoing.fields.subject}`]
  return outgoing.blocks.map((block) => ('text' in block ? block.text : block.kind))
}

export const scriptedChannels = (...channels: readonly Channel[]): Channels => ({
  byAccount: (accountId) => channels.find((channel) => channel.accountId === accountId),
  all: () => channels,
  listening: () => channels,
})
