import { z } from 'zod'
import { type Locale, locales } from '../../texts.ts'

/** A person of the roster with their outlet, as use-cases and pages need them. */
export type Reporter = {
  readonly id: string
  readonly organisationId: string
  readonly fullName: string
  readonly state: ReporterState
  readonly locale: Locale
  readonly outlet: Outlet
  readonly pageSince: Date | null
  readonly pageKeyVersion: number
}

export type ReporterState = 'active' | 'stopped' | 'left'
export type Outlet = { readonly id: string; readonly name: string; readonly kind: string }

/** A line of the roster: where a person can be reached, as facts. */
export type ListedReporter = Reporter & {
  readonly email: string | null
  /** Whether a number is kept, and whether its owner agreed to be written to there. */
  readonly phone: 'none' | 'unsendable' | 'agreed'
  readonly chats: readonly ReporterChat[]
}

export type ReporterChat = {
  readonly id: string
  readonly channel: string
  readonly state: 'reachable' | 'blocked' | 'gone'
  readonly boundAt: Date | null
  readonly lastInteractionAt: Date | null
}

const line = (most: number) => z.string().trim().min(1).max(most).normalize('NFC')
const email = z.string().trim().toLowerCase().pipe(z.email().max(200))

export const newOutletSchema = z.object({
  name: line(160),
  /** An addressee kind of the organisation: provincial-press, resident-press, central-press, broadcaster, portal. */
  kind: z.string().regex(/^[a-z][a-z-]{1,39}$/),
  email: email.optional(),
})
export type NewOutlet = z.input<typeof newOutletSchema>

export const newReporterSchema = z.object({
  outletId: z.uuid(),
  fullName: line(120),
  email: email.optional(),
  /** Kept sealed and never written to until its owner agrees. */
  phone: z
    .string()
    .trim()
    .regex(/^\+?\d[\d .-]{6,18}$/)
    .optional(),
  locale: z.enum(locales).default('vi'),
})
export type NewReporter = z.input<typeof newReporterSchema>
