import { z } from 'zod'
import type { SendTrace } from '../../channels/send-outcome.ts'
import type { DeliveryReason, DeliveryState, MessageKind } from './delivery.ts'

/** One transition of a delivery with its evidence. */
export type StoryEvent = {
  readonly at: Date
  readonly state: DeliveryState
  readonly attempt: number
  readonly reason: DeliveryReason | null
  /** staff:<id>, reporter:<id>, look-up, or nobody: the engine itself. */
  readonly by: string | null
  readonly traces: readonly SendTrace[]
}

/** A delivery from its plan to its end, as far as the ledger knows; nothing that only a platform would have seen. */
export type DeliveryStory = {
  readonly id: string
  readonly broadcastId: string
  readonly organisationId: string
  readonly reporterId: string
  readonly fullName: string
  readonly outletName: string
  readonly state: DeliveryState
  readonly reason: DeliveryReason | null
  readonly reasonDetail: string | null
  readonly surface: string | null
  readonly accountName: string | null
  readonly messageKind: MessageKind | null
  readonly attempt: number
  readonly messageIds: readonly string[]
  readonly costVnd: number
  readonly notBefore: Date | null
  readonly settledAt: Date | null
  /** When the person's own tap on the notice brought the rest. */
  readonly openedAt: Date | null
  readonly lookUps: number
  readonly lookedUpAt: Date | null
  readonly createdAt: Date
  /** Surfaces that were tried and refused before the present one, in that order. */
  readonly triedSurfaces: readonly string[]
  readonly events: readonly StoryEvent[]
  /** Full contents that were sent after a tap on the notice. */
  readonly answers: readonly {
    readonly at: Date
    readonly state: DeliveryState
    readonly traces: readonly SendTrace[]
  }[]
  /** What was changed later of what had arrived: recalled, corrected, closed. */
  readonly revisions: readonly {
    readonly kind: 'recalled' | 'corrected' | 'closed'
    readonly at: Date
    readonly state: 'planned' | 'queued' | 'revised' | 'cannot'
    readonly reason: string | null
  }[]
}

const trace = z.object({
  method: z.string(),
  status: z.number().optional(),
  code: z.string().optional(),
  description: z.string().optional(),
  durationMs: z.number(),
})

/** Stored traces, of which a row of an older version may have others; what cannot be read is left out. */
export function tracesFrom(json: unknown): readonly SendTrace[] {
  const given = Array.isArray(json) ? json : json ? [json] : []
  return given.flatMap((each) => {
    const read = trace.safeParse(each)
    if (!read.success) return []
    const { method, durationMs, status, code, description } = read.data
    const known = {
      ...(status !== undefined && { status }),
      ...(code && { code }),
      ...(description && { description }),
    }
    return [{ method, durationMs, ...known }]
  })
}

/**
 * On which surface each event happened; undefined where that is no longer known. Events do not say it: the row keeps the surfaces
 * that refused since it was last tried anew, and each of them ends with a hand-over.
 */
export function surfacesOf(
  story: Pick<DeliveryStory, 'events' | 'triedSurfaces' | 'surface'>,
): readonly (string | null | undefined)[] {
  const { events, triedSurfaces, surface } = story
  const anew = events.findLastIndex(({ reason }, at) => reason === 'sent-again' && events[at - 1]?.state === 'failed')
  const sure = events.filter((event, at) => at > anew && endsSurface(event) && event.reason !== 'window-closed').length
  // A closed window is answered by a notice on the same surface first, and only then by a hand-over.
  const closed = events.flatMap((event, at) => (at > anew && event.reason === 'window-closed' ? [at] : []))
  const handedOver = new Set(closed.slice(Math.max(0, closed.length - Math.max(0, triedSurfaces.length - sure))))
  let tried = 0
  return events.map((event, at) => {
    if (at === events.length - 1) return surface
    if (at < anew) return undefined
    const here = triedSurfaces[tried] ?? surface
    if (at > anew && (event.reason === 'window-closed' ? handedOver.has(at) : endsSurface(event))) tried += 1
    return here
  })
}

const refusals: readonly (DeliveryReason | null)[] = ['blocked', 'gone', 'unbound', 'no-consent', 'window-closed']
const endsSurface = ({ state, reason }: StoryEvent): boolean =>
  refusals.includes(reason) && (state === 'planned' || state === 'failed')
