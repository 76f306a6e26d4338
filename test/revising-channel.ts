import type { Channel, Part, Revision, RevisionOutcome, SentMessage } from '../src/channels/channel.ts'
import type { Outgoing } from '../src/channels/outgoing-message.ts'
import type { ScriptedChannel } from './channel-script.ts'

/** A scripted platform that lets messages be changed by Telegram's rules: texts at any age, deletion for two days, files only that way. */
export type RevisingChannel = ScriptedChannel & {
  /** The next answers to changes at this address; when they are used up, the rules decide. */
  scriptRevision(address: string, ...answers: readonly Answer[]): void
  /** Every change that was asked for: "<address> <what> <message>". */
  readonly changes: readonly string[]
  /** What stands on the phone now, buttons in brackets behind the text, closed ones with a cross. */
  shown(address: string): readonly string[]
}

type Answer = RevisionOutcome extends infer Outcome ? (Outcome extends unknown ? Omit<Outcome, 'trace'> : never) : never
type Bubble = { readonly id: string; text: string }

const deletableForMs = 48 * 3_600_000

export function revisingChannel(base: ScriptedChannel, now: () => Date): RevisingChannel {
  const phones = new Map<string, Bubble[]>()
  const scripts = new Map<string, Answer[]>()
  const changes: string[] = []
  const bubbles = (address: string) => phones.get(address) ?? []
  const change = (address: string, { messageId, sentAt }: SentMessage, asked: Revision): Answer => {
    const bubble = bubbles(address).find(({ id }) => id === messageId)
    if (asked.kind === 'delete') {
      if (now().getTime() - sentAt.getTime() > deletableForMs) return { kind: 'cannot', code: 'too-old' }
      phones.set(
        address,
        bubbles(address).filter((each) => each !== bubble),
      )
      return { kind: 'revised' }
    }
    if (!bubble) return { kind: 'cannot', code: 'not-found' }
    if (bubble.text.startsWith('file:')) return { kind: 'cannot', code: 'no-text' }
    const text = String(asked.part.body)
    bubble.text =
      asked.kind === 'replace' ? text : `${bubble.text.replace(/ \[.*\]$/, '')}${/ \[.*\]$/.exec(text)?.[0]}`
    return { kind: 'revised' }
  }
  const channel: Channel = {
    ...base,
    deletableForMs,
    render: (outgoing) => [...withButtons(base.render(outgoing), outgoing), ...filesOf(outgoing, base.name)],
    async send(address, part) {
      const outcome = await base.send(address, part)
      if (outcome.kind === 'sent')
        for (const id of outcome.messageIds) phones.set(address, [...bubbles(address), { id, text: String(part.body) }])
      return outcome
    },
    async revise(address, sent, asked) {
      changes.push(`${address} ${asked.kind} ${sent.messageId}`)
      const answer = scripts.get(address)?.shift() ?? change(address, sent, asked)
      return { ...answer, trace: { method: asked.kind, durationMs: 1 } } as RevisionOutcome
    },
  }
  return Object.assign(Object.create(base), channel, {
    changes,
    scriptRevision: (address: string, ...given: Answer[]) =>
      void scripts.set(address, [...(scripts.get(address) ?? []), ...given]),
    shown: (address: string) => bubbles(address).map(({ text }) => text),
  })
}

function withButtons(parts: readonly Part[], outgoing: Outgoing): readonly Part[] {
  if (outgoing.kind === 'notice' || outgoing.buttons.length === 0) return parts
  const labels = outgoing.buttons.map((button) => `${'closed' in button && button.closed ? '✗' : ''}${button.label}`)
  return parts.map((part, at) =>
    at === parts.length - 1 ? { ...part, body: `${part.body} [${labels.join('|')}]` } : part,
  )
}

const filesOf = (outgoing: Outgoing, channel: string): readonly Part[] =>
  outgoing.kind === 'notice' ? [] : outgoing.files.map(({ name }) => ({ channel, body: `file: ${name}` }))
