import type { Reach } from '../../channels/channel.ts'
import type { Channels } from '../../channels/channels.ts'
import type { OutgoingNotice } from '../../channels/outgoing-message.ts'
import type { DeliveryReason, MessageKind } from '../deliveries/delivery.ts'
import { isPhoneAddress } from '../reporters/phones.repository.ts'

/** What is known of a reporter when a surface is chosen. */
export type ReporterFacts = {
  readonly id: string
  readonly fullName: string
  readonly outletName: string
  readonly state: 'active' | 'stopped' | 'left'
  readonly preferredChannel: string | null
  readonly pageSince: Date | null
  readonly contacts: readonly ContactOfReporter[]
}

export type ContactOfReporter = {
  readonly id: string
  readonly accountId: string
  readonly channel: string
  readonly address: string
  readonly state: 'reachable' | 'blocked' | 'gone'
  readonly lastInteractionAt: Date | null
  /** A standing consent to bulletins in this very chat. */
  readonly consented: boolean
}

export type Choice =
  | {
      readonly kind: 'chat'
      readonly surface: string
      readonly contactId: string
      readonly accountId: string
      readonly messageKind: Exclude<MessageKind, 'page'>
      readonly costVnd: number
    }
  | { readonly kind: 'page' }
  | { readonly kind: 'skip'; readonly reason: DeliveryReason }

/**
 * The surface that a reporter would be written to now: the preferred channel, then the chat they used last, the number they
 * agreed to, their e-mail, and the page when the desk handed out their link. `tried` are contacts that refused already; what it is `about` may decide what a notice costs.
 */
export function chooseSurface(
  reporter: ReporterFacts,
  channels: Pick<Channels, 'byAccount'>,
  now: Date,
  tried: readonly string[] = [],
  about?: OutgoingNotice['about'],
): Choice {
  if (reporter.state !== 'active') return { kind: 'skip', reason: reporter.state }
  const left = inOrder(reporter).filter(({ id }) => !tried.includes(id))
  const judged = left.map((contact) => judge(contact, channels, now, about))
  const chosen = judged.find(({ kind }) => kind === 'chat')
  if (chosen) return chosen
  if (reporter.pageSince) return { kind: 'page' }
  return judged[0] ?? { kind: 'skip', reason: 'no-address' }
}

function judge(
  contact: ContactOfReporter,
  channels: Pick<Channels, 'byAccount'>,
  now: Date,
  about: OutgoingNotice['about'] | undefined,
): Choice {
  const { id: contactId, accountId, channel: surface, address, lastInteractionAt } = contact
  if (contact.state !== 'reachable') return { kind: 'skip', reason: contact.state }
  if (!contact.consented) return { kind: 'skip', reason: 'no-consent' }
  const channel = channels.byAccount(accountId)
  if (!channel) return { kind: 'skip', reason: 'account-off' }
  const reach = channel.reach({ address, lastInteractionAt, now, ...(about === undefined ? {} : { about }) })
  if (reach.kind === 'closed') return { kind: 'skip', reason: 'window-closed' }
  return { kind: 'chat', surface, contactId, accountId, messageKind: kindOf(reach), costVnd: reach.costVnd }
}

export function kindOf(reach: Exclude<Reach, { kind: 'closed' }>): Exclude<MessageKind, 'page'> {
  return reach.kind === 'message' && reach.costVnd > 0 ? 'charged-message' : reach.kind
}

function inOrder({ contacts, preferredChannel }: ReporterFacts): readonly ContactOfReporter[] {
  const last = (contact: ContactOfReporter) => contact.lastInteractionAt?.getTime() ?? 0
  const rank = (contact: ContactOfReporter) => rankOf(contact, preferredChannel)
  return contacts.toSorted(
    (one, other) => rank(one) - rank(other) || last(other) - last(one) || (one.id < other.id ? -1 : 1),
  )
}

/** Chats come first, then the number somebody agreed to, then e-mail, unless that is what they prefer. */
function rankOf({ channel, address }: ContactOfReporter, preferredChannel: string | null): number {
  if (isPhoneAddress(address)) return 2
  if (channel === preferredChannel) return 0
  return channel === 'email' ? 3 : 1
}
